"""Prints the checksums in AugmentOperationTest and RandomCropTest, of Pillow 11.3.0.

Needs Pillow alone: python3 src/test/python/augmentation_checksums.py
"""

import zlib

from PIL import Image, ImageEnhance, ImageOps

# Height, width, channels, darkest tone, number of tones.
PICTURES = [
    (1, 1, 3, 0, 256),
    (2, 5, 1, 10, 200),
    (5, 2, 3, 0, 256),
    (17, 23, 3, 40, 100),
    (32, 32, 3, 0, 256),
    (32, 32, 1, 0, 256),
    (37, 29, 3, 100, 3),
    (24, 40, 1, 7, 1),
    (40, 64, 3, 0, 251),
]


def picture(height, width, channels, darkest, tones):
    pixels = bytes(
        darkest + (i * i * 31 + i * 97) // 7 % tones for i in range(height * width * channels)
    )
    return Image.frombytes("L" if channels == 1 else "RGB", (width, height), pixels)


def affine(image, matrix):
    grey = 128 if image.mode == "L" else (128, 128, 128)
    return image.transform(image.size, Image.Transform.AFFINE, matrix, fillcolor=grey)


def rotate(image, degrees):
    return image.rotate(degrees, fillcolor=128 if image.mode == "L" else (128, 128, 128))


# By the image, the strength from 0 to 1, and the same with the sign of the direction.
OPERATIONS = {
    "SHEAR_X": lambda image, _, signed: affine(image, (1, 0.3 * signed, 0, 0, 1, 0)),
    "SHEAR_Y": lambda image, _, signed: affine(image, (1, 0, 0, 0.3 * signed, 1, 0)),
    "TRANSLATE_X": lambda image, _, signed: affine(
        image, (1, 0, int(150 / 331 * image.width * signed), 0, 1, 0)
    ),
    "TRANSLATE_Y": lambda image, _, signed: affine(
        image, (1, 0, 0, 0, 1, int(150 / 331 * image.height * signed))
    ),
    "ROTATE": lambda image, _, signed: rotate(image, 30 * signed),
    "AUTO_CONTRAST": lambda image, *_: ImageOps.autocontrast(image),
    "INVERT": lambda image, *_: ImageOps.invert(image),
    "EQUALIZE": lambda image, *_: ImageOps.equalize(image),
    "SOLARIZE": lambda image, strength, _: ImageOps.solarize(image, 256 - 256 * strength),
    "POSTERIZE": lambda image, strength, _: ImageOps.posterize(image, 8 - round(4 * strength)),
    "CONTRAST": lambda image, strength, _: ImageEnhance.Contrast(image).enhance(0.1 + 1.8 * strength),
    "COLOR": lambda image, strength, _: ImageEnhance.Color(image).enhance(0.1 + 1.8 * strength),
    "BRIGHTNESS": lambda image, strength, _: ImageEnhance.Brightness(image).enhance(
        0.1 + 1.8 * strength
    ),
    "SHARPNESS": lambda image, strength, _: ImageEnhance.Sharpness(image).enhance(
        0.1 + 1.8 * strength
    ),
}


def operation_checksum(operation):
    checksum = 0
    for size in PICTURES:
        for level in range(10):
            for sign in (1, -1):
                changed = operation(picture(*size), level / 9, sign * level / 9)
                checksum = zlib.crc32(changed.tobytes(), checksum)
    return checksum


def crop_checksum():
    checksum = 0
    for height in range(1, 30):
        for width in range(1, 30):
            left, top = width // 3, height // 4
            box = (left, top, width - width // 5, height - height // 6)
            part = picture(height, width, 3, 0, 256).crop(box)
            size = ((width * 5 + height) % 19 + 1, (height * 7 + width) % 23 + 1)
            resized = part.resize(size, Image.Resampling.BILINEAR)
            checksum = zlib.crc32(resized.tobytes(), checksum)
    return checksum


if __name__ == "__main__":
    for name, operation in OPERATIONS.items():
        print(f"{name}, {operation_checksum(operation):08x}")
    print(f"crops: {crop_checksum():08x}")
