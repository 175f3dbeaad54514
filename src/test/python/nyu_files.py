"""Writes small files in the formats of NYU Depth V2 with h5py, for NyuMatTest and NyuFramesTest.

    python src/test/python/nyu_files.py src/test/resources/netadapt/data/nyu

The labelled .mat is as MATLAB 7.3 writes it: HDF5 behind a block of 512 bytes, dimensions reversed,
packed chunks that hold parts of several images. The frames are as FastDepth has them. All values
follow from their places, so that the tests know them.
"""

import pathlib
import sys

import h5py
import numpy as np

IMAGES, HEIGHT, WIDTH = 7, 6, 8


def colours(image, c, y, x):
    return (37 * image + 70 * c + 3 * y + 11 * x) % 256


def depths(image, y, x):
    return 0.5 + image / 4 + x / 8 + y / 64


def labelled(path):
    n, c, x, y = np.ogrid[:IMAGES, :3, :WIDTH, :HEIGHT]
    images = colours(n, c, y, x).astype(np.uint8)  # [n, 3, width, height]
    n, x, y = np.ogrid[:IMAGES, :WIDTH, :HEIGHT]
    metres = depths(n, y, x).astype(np.float32)  # [n, width, height]
    with h5py.File(path, "w", userblock_size=512) as file:
        file.create_dataset("images", data=images, chunks=(3, 2, 5, 4), compression="gzip")
        file.create_dataset("depths", data=metres, chunks=(3, 5, 4), compression="gzip")
        file.create_dataset("accelData", data=np.zeros((4, IMAGES), np.float32))
    with open(path, "r+b") as file:
        text = b"MATLAB 7.3 MAT-file, Platform: GLNXA64"
        file.write(text.ljust(124) + b"\x00\x02IM")


def frame(path, image, depth, **storage):
    path.parent.mkdir(parents=True, exist_ok=True)
    c, y, x = np.ogrid[:3, :HEIGHT, :WIDTH]
    with h5py.File(path, "w") as file:
        file.create_dataset("rgb", data=colours(image, c, y, x).astype(np.uint8), **storage)
        if depth is not None:
            file.create_dataset("depth", data=depth, **storage)


def metres(image):
    y, x = np.ogrid[:HEIGHT, :WIDTH]
    return depths(image, y, x).astype(np.float32)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    labelled(folder / "nyu_depth_v2_labeled.mat")
    good = folder / "frames"
    packed = dict(chunks=True, compression="gzip", shuffle=True)
    frame(good / "train/kitchen_0001a/00001.h5", 0, metres(0))
    frame(good / "train/kitchen_0001a/00011.h5", 1, metres(1), **packed)
    frame(good / "train/study_0004/00001.h5", 2, metres(2), chunks=True, compression="lzf")
    frame(good / "train/study_0004/00006.h5", 3, metres(3).astype(np.float64))
    frame(good / "val/official/00001.h5", 4, metres(4))
    bad = folder / "bad"
    frame(bad / "millimetres.h5", 0, 1000 * metres(0))
    frame(bad / "invalid.h5", 0, 0 * metres(0))
    frame(bad / "small.h5", 0, metres(0)[::2, ::2])
    frame(bad / "without.h5", 0, None)
    with h5py.File(bad / "other-sizes.mat", "w", userblock_size=512) as file:
        file.create_dataset("images", data=np.zeros((2, 3, 8, 6), np.uint8))
        file.create_dataset("depths", data=np.zeros((2, 4, 3), np.float32))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
