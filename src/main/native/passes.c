/*
 * What lies between a network's convolutions: passes over channels-last arrays, each for the images
 * [begin, end) of a batch, on the calling thread. NativePasses.java declares them.
 *
 * A pass goes over memory a tile at a time: a few pixels with all their channels, contiguous, and
 * small enough for the first-level cache. Numbers per channel are repeated for every pixel of a
 * tile, so that the innermost loops are long and all alike, however many channels there are. So are
 * sums per channel: a tile's numbers are added place by place, in single precision, and now and
 * then drained into double precision. Results are therefore the same for all widths of vectors.
 *
 * There is nothing but arithmetic here: no library, not even C's.
 */

typedef int i32;
typedef long long i64;

enum activation { NONE = 0, RELU = 1, HARD_SWISH = 2, HARD_SIGMOID = 3 };

#define ENTRY_OF(type, name) \
  __attribute__((visibility("default"))) type Java_netadapt_nn_kernels_NativePasses_##name
#define ENTRY(name) ENTRY_OF(void, name)
#define JNI void *environment, void *class
#define INLINE static inline __attribute__((always_inline))
/* Arrays are distinct, or the same from the same place on. */
#define VECTORS _Pragma("clang loop vectorize(assume_safety)")
/* The same for loops that may be shorter than a vector: no rest is left to be done one by one. */
#define SHORT_VECTORS \
  _Pragma("clang loop vectorize(assume_safety) interleave_count(1) vectorize_predicate(enable)")

/* Weights.BATCH_NORM_EPSILON. */
static const float EPSILON = 1e-3f;

/* Numbers in a tile, unless a pixel alone has more. */
enum { TILE = 1024 };

/* The most tiles of room that a pass needs. */
enum { ROOM = 7 };

/* Tiles that can be added before digits could be lost. */
enum { MOST_TILES = 256 };

INLINE i64 least(i64 a, i64 b) { return a < b ? a : b; }

INLINE i64 tile_pixels(i64 channels) { return channels < 1 || channels > TILE ? 1 : TILE / channels; }

/* Numbers of room that any pass needs for at most so many channels. */
ENTRY_OF(i64, room)(JNI, i32 channels) { return ROOM * (i64)(channels > TILE ? channels : TILE); }

/* ---- Tiles ---- */

INLINE void copy(float *to, const float *from, i32 length) {
  SHORT_VECTORS for (i32 i = 0; i < length; i++) to[i] = from[i];
}

INLINE void clear(float *to, i32 length) {
  SHORT_VECTORS for (i32 i = 0; i < length; i++) to[i] = 0;
}

INLINE void add(float *to, const float *from, i32 length) {
  SHORT_VECTORS for (i32 i = 0; i < length; i++) to[i] += from[i];
}

/* Numbers per channel, for every pixel of a tile; 0 without any. */
static void repeat(float *tile, const float *values, i64 channels) {
  i64 length = tile_pixels(channels) * channels;
  for (i64 at = 0; at < length; at += channels)
    for (i64 c = 0; c < channels; c++) tile[at + c] = values ? values[c] : 0;
}

/* Sets each pixel's channels from `kept` on to 0. */
static void clear_after(float *tile, i64 kept, i64 channels, i64 pixels) {
  for (i64 p = 0; p < pixels; p++) clear(tile + p * channels + kept, channels - kept);
}

/* Pixels of `has` channels as pixels of `wants`: the same memory, or a copy in `room`. */
static const float *fit(const float *from, i64 has, i64 wants, i64 pixels, float *room) {
  if (has == wants) return from;
  i64 both = least(has, wants);
  for (i64 p = 0; p < pixels; p++) {
    copy(room + p * wants, from + p * has, both);
    clear(room + p * wants + both, wants - both);
  }
  return room;
}

/* ---- Sums per channel ---- */

static void drain(float *partial, double *sums, i64 channels) {
  i64 length = tile_pixels(channels) * channels;
  for (i64 at = 0; at < length; at += channels)
    for (i64 c = 0; c < channels; c++) {
      sums[c] += partial[at + c];
      partial[at + c] = 0;
    }
}

/*
 * Sums of y - origin and of its square.
 *
 * y       [pixels, channels] of all images in question
 * origin  [channels], near the mean, so that the squares' sum loses nothing
 * sums    [channels]; overwritten
 * squares [channels]; overwritten
 * room    3 tiles
 */
ENTRY(moments)
(JNI, const float *y, i64 pixels, i32 channels, const float *origin, double *sums,
 double *squares, float *room) {
  i64 length = tile_pixels(channels) * channels;
  float *zero = room, *sum = room + length, *square = room + 2 * length;
  repeat(zero, origin, channels);
  clear(sum, length);
  clear(square, length);
  for (i64 c = 0; c < channels; c++) sums[c] = squares[c] = 0;
  i64 end = pixels * channels, tiles = 0;
  for (i64 at = 0; at < end; at += length) {
    i64 count = least(length, end - at);
    const float *tile = y + at;
    VECTORS for (i64 i = 0; i < count; i++) {
      float centred = tile[i] - zero[i];
      sum[i] += centred;
      square[i] += centred * centred;
    }
    if (++tiles % MOST_TILES == 0) {
      drain(sum, sums, channels);
      drain(square, squares, channels);
    }
  }
  drain(sum, sums, channels);
  drain(square, squares, channels);
}

/*
 * An image's sums of a, or of a · b, times a factor.
 *
 * a, b  [images, pixels, channels]; b may be 0
 * sums  [images, channels]; overwritten
 * room  1 tile
 * total [channels]
 */
ENTRY(imageSums)
(JNI, const float *a, const float *b, double factor, i32 begin, i32 end, i64 pixels, i32 channels,
 float *sums, float *room, double *total) {
  i64 length = tile_pixels(channels) * channels, image_length = pixels * channels;
  clear(room, length);
  for (i64 image = begin; image < end; image++) {
    for (i64 c = 0; c < channels; c++) total[c] = 0;
    i64 tiles = 0;
    for (i64 at = 0; at < image_length; at += length) {
      i64 count = least(length, image_length - at);
      const float *first = a + image * image_length + at;
      if (b) {
        const float *second = b + image * image_length + at;
        VECTORS for (i64 i = 0; i < count; i++) room[i] += first[i] * second[i];
      } else {
        add(room, first, count);
      }
      if (++tiles % MOST_TILES == 0) drain(room, total, channels);
    }
    drain(room, total, channels);
    for (i64 c = 0; c < channels; c++) sums[image * channels + c] = (float)(factor * total[c]);
  }
}

/* ---- Normalisation, activation, ordered dropout, bypass ---- */

INLINE float activated(enum activation activation, float x) {
  float up = x + 3;
  up = up < 0 ? 0 : up;
  up = up > 6 ? 6 : up;
  up *= 1 / 6.0f;
  switch (activation) {
    case NONE: return x;
    case RELU: return x < 0 ? 0 : x;
    case HARD_SWISH: return x * up;
    case HARD_SIGMOID: return up;
  }
}

INLINE float slope(enum activation activation, float x) {
  switch (activation) {
    case NONE: return 1;
    case RELU: return x > 0 ? 1 : 0;
    case HARD_SWISH: return x > -3 ? (x < 3 ? (x + 3 + x) * (1 / 6.0f) : 1) : 0;
    case HARD_SIGMOID: return x > -3 ? (x < 3 ? 1 / 6.0f : 0) : 0;
  }
}

INLINE void activate_as(
    enum activation activation, const float *y, const float *scale, const float *shift, float *out,
    i64 length) {
  VECTORS for (i64 i = 0; i < length; i++) out[i] = activated(activation, y[i] * scale[i] + shift[i]);
}

static void activate(
    enum activation activation, const float *y, const float *scale, const float *shift, float *out,
    i64 length) {
  switch (activation) {
    case NONE: activate_as(NONE, y, scale, shift, out, length); break;
    case RELU: activate_as(RELU, y, scale, shift, out, length); break;
    case HARD_SWISH: activate_as(HARD_SWISH, y, scale, shift, out, length); break;
    case HARD_SIGMOID: activate_as(HARD_SIGMOID, y, scale, shift, out, length); break;
  }
}

INLINE void descend_as(
    enum activation activation, const float *y, const float *scale, const float *shift,
    const float *upstream, float *gradient, i64 length) {
  VECTORS for (i64 i = 0; i < length; i++)
    gradient[i] = upstream[i] * slope(activation, y[i] * scale[i] + shift[i]);
}

/* The gradient before the activation. */
static void descend(
    enum activation activation, const float *y, const float *scale, const float *shift,
    const float *upstream, float *gradient, i64 length) {
  switch (activation) {
    case NONE: descend_as(NONE, y, scale, shift, upstream, gradient, length); break;
    case RELU: descend_as(RELU, y, scale, shift, upstream, gradient, length); break;
    case HARD_SWISH: descend_as(HARD_SWISH, y, scale, shift, upstream, gradient, length); break;
    case HARD_SIGMOID: descend_as(HARD_SIGMOID, y, scale, shift, upstream, gradient, length); break;
  }
}

INLINE double inverse_deviation(float variance) {
  return 1 / __builtin_sqrt((double)variance + EPSILON);
}

/* A normalisation as y · scale + shift, as tiles. Without a gamma there is but a bias, beta. */
static void affine_tiles(
    const float *gamma, const float *beta, const float *mean, const float *variance, i64 channels,
    float *scale, float *shift) {
  for (i64 c = 0; c < channels; c++) {
    scale[c] = gamma ? gamma[c] * (float)inverse_deviation(variance[c]) : 1;
    shift[c] = gamma ? beta[c] - mean[c] * scale[c] : beta[c];
  }
  repeat(scale, scale, channels);
  repeat(shift, shift, channels);
}

/* Where the input's pixel under an output's begins. */
INLINE i64 under(i64 image, i64 pixel, i64 width, const i32 *input, i64 stride) {
  i64 row = pixel / width * stride, column = pixel % width * stride;
  return ((image * input[0] + row) * input[1] + column) * input[2];
}

/*
 * out = activation(normalised y) in the channels that an image keeps, the input's channels in those
 * from there to bypass_to, and 0 in the others.
 *
 * y        [images, height, width, filters]
 * x        [images, input]
 * out      [images, height, width, channels], no fewer channels than filters; overwritten
 * kept     [images], filters that remain
 * input    height, width, channels
 * room     3 tiles
 */
ENTRY(finish)
(JNI, i32 activation, const float *gamma, const float *beta, const float *mean,
 const float *variance, const float *y, const float *x, float *out, i32 begin, i32 end, i32 height,
 i32 width, i32 filters, i32 channels, const i32 *kept, i32 bypass_to, i32 stride,
 const i32 *input, float *room) {
  i64 pixels = (i64)height * width, most = tile_pixels(channels);
  float *scale = room, *shift = scale + tile_pixels(filters) * filters;
  float *filtered = shift + tile_pixels(filters) * filters;
  affine_tiles(gamma, beta, mean, variance, filters, scale, shift);
  for (i64 image = begin; image < end; image++) {
    i64 keeps = kept[image];
    for (i64 pixel = 0; pixel < pixels; pixel += most) {
      i64 count = least(most, pixels - pixel), at = image * pixels + pixel;
      float *to = out + at * channels;
      float *result = filters == channels ? to : filtered;
      activate(activation, y + at * filters, scale, shift, result, count * filters);
      if (result != to) fit(result, filters, channels, count, to);
      if (keeps < filters) clear_after(to, keeps, channels, count);
      if (keeps < bypass_to)
        for (i64 p = 0; p < count; p++)
          copy(to + p * channels + keeps,
               x + under(image, pixel + p, width, input, stride) + keeps, bypass_to - keeps);
    }
  }
}

/*
 * What the gradient of `finish` needs to know of all images: sums of the gradient before the
 * activation, and of its products with y - mean.
 *
 * y        [images, pixels, filters]
 * upstream [images, pixels, channels], gradient of out
 * sums     [filters]; overwritten
 * products [filters]; overwritten; without a gamma, of no use
 * room     7 tiles
 */
ENTRY(gradientSums)
(JNI, i32 activation, const float *gamma, const float *beta, const float *mean,
 const float *variance, const float *y, const float *upstream, i32 begin, i32 end, i64 pixels,
 i32 filters, i32 channels, const i32 *kept, double *sums, double *products, float *room) {
  i64 most = tile_pixels(channels), length = tile_pixels(filters) * filters;
  float *scale = room, *shift = scale + length, *centre = shift + length;
  float *gradient = centre + length, *sum = gradient + length, *product = sum + length;
  float *narrow = product + length;
  affine_tiles(gamma, beta, mean, variance, filters, scale, shift);
  repeat(centre, gamma ? mean : 0, filters);
  clear(sum, length);
  clear(product, length);
  for (i64 c = 0; c < filters; c++) sums[c] = products[c] = 0;
  i64 tiles = 0;
  for (i64 image = begin; image < end; image++) {
    for (i64 pixel = 0; pixel < pixels; pixel += most) {
      i64 count = least(most, pixels - pixel), at = image * pixels + pixel;
      const float *result = y + at * filters;
      const float *from = fit(upstream + at * channels, channels, filters, count, narrow);
      descend(activation, result, scale, shift, from, gradient, count * filters);
      if (kept[image] < filters) clear_after(gradient, kept[image], filters, count);
      VECTORS for (i64 i = 0; i < count * filters; i++) {
        sum[i] += gradient[i];
        product[i] += gradient[i] * (result[i] - centre[i]);
      }
      if (++tiles % MOST_TILES == 0) {
        drain(sum, sums, filters);
        drain(product, products, filters);
      }
    }
  }
  drain(sum, sums, filters);
  drain(product, products, filters);
}

/*
 * The gradient of `finish` for y, through the moments as well if there is a gamma:
 *
 *   dy = scale · (d - mean(d) - (y - mean) · mean(d · (y - mean)) / (variance + epsilon))
 *
 * where d is the gradient before the activation.
 *
 * numbers  that each of the sums is of
 * sums     [filters], of all images
 * products [filters], of all images
 * dy       [images, pixels, filters]; overwritten; may be `upstream` if of its shape
 * room     6 tiles
 */
ENTRY(gradient)
(JNI, i32 activation, const float *gamma, const float *beta, const float *mean,
 const float *variance, const float *y, const float *upstream, float *dy, i32 begin, i32 end,
 i64 pixels, i32 filters, i32 channels, const i32 *kept, double numbers, const double *sums,
 const double *products, float *room) {
  i64 most = tile_pixels(channels), length = tile_pixels(filters) * filters;
  float *scale = room, *shift = scale + length, *per_y = shift + length, *rest = per_y + length;
  float *gradient = rest + length, *narrow = gradient + length;
  affine_tiles(gamma, beta, mean, variance, filters, scale, shift);
  if (gamma) {
    for (i64 c = 0; c < filters; c++) {
      double inverse = inverse_deviation(variance[c]);
      double per_centred = -scale[c] * inverse * inverse * products[c] / numbers;
      per_y[c] = (float)per_centred;
      rest[c] = (float)(-scale[c] * sums[c] / numbers - per_centred * mean[c]);
    }
    repeat(per_y, per_y, filters);
    repeat(rest, rest, filters);
  }
  for (i64 image = begin; image < end; image++) {
    i64 keeps = kept[image];
    for (i64 pixel = 0; pixel < pixels; pixel += most) {
      i64 count = least(most, pixels - pixel), at = image * pixels + pixel;
      const float *result = y + at * filters;
      float *to = dy + at * filters;
      const float *from = fit(upstream + at * channels, channels, filters, count, narrow);
      float *before = gamma ? gradient : to;
      descend(activation, result, scale, shift, from, before, count * filters);
      if (keeps < filters) clear_after(before, keeps, filters, count);
      if (gamma)
        VECTORS for (i64 i = 0; i < count * filters; i++)
          to[i] = before[i] * scale[i] + (result[i] * per_y[i] + rest[i]);
    }
  }
}

/*
 * Adds the bypass's part of the gradient of `finish` to the input's gradient.
 *
 * upstream [images, height, width, channels], gradient of out
 * dx       [images, input]; added to
 */
ENTRY(bypassGradient)
(JNI, const float *upstream, float *dx, i32 begin, i32 end, i32 height, i32 width, i32 channels,
 const i32 *kept, i32 bypass_to, i32 stride, const i32 *input) {
  i64 pixels = (i64)height * width;
  for (i64 image = begin; image < end; image++) {
    i64 keeps = kept[image];
    if (keeps >= bypass_to) continue;
    for (i64 pixel = 0; pixel < pixels; pixel++)
      add(dx + under(image, pixel, width, input, stride) + keeps,
          upstream + (image * pixels + pixel) * channels + keeps, bypass_to - keeps);
  }
}

/* ---- Passes that treat every image by itself ---- */

/*
 * y = x · factor + offset.
 *
 * x      [images, pixels, channels]; ones if 0
 * factor [images, channels]
 * offset [images, channels]; zeros if 0
 * y      [images, pixels, channels]; overwritten
 * room   2 tiles
 */
ENTRY(affine)
(JNI, const float *x, const float *factor, const float *offset, float *y, i32 begin, i32 end,
 i64 pixels, i32 channels, float *room) {
  i64 length = tile_pixels(channels) * channels, image_length = pixels * channels;
  float *scale = room, *shift = room + length;
  for (i64 image = begin; image < end; image++) {
    repeat(scale, factor + image * channels, channels);
    repeat(shift, offset ? offset + image * channels : 0, channels);
    for (i64 at = 0; at < image_length; at += length) {
      i64 count = least(length, image_length - at);
      float *to = y + image * image_length + at;
      if (x) {
        const float *from = x + image * image_length + at;
        VECTORS for (i64 i = 0; i < count; i++) to[i] = from[i] * scale[i] + shift[i];
      } else {
        VECTORS for (i64 i = 0; i < count; i++) to[i] = scale[i] + shift[i];
      }
    }
  }
}

/*
 * y = x + branch; channels that either lacks count as 0.
 *
 * x       [images, pixels, x_channels]
 * branch  [images, pixels, branch_channels]; none if 0
 * removed [images], whether the branch is not added; unused without one
 * y       [images, pixels, channels]; overwritten
 * room    2 tiles
 */
ENTRY(residualSum)
(JNI, const float *x, i32 x_channels, const float *branch, i32 branch_channels,
 const i32 *removed, float *y, i32 channels, i32 begin, i32 end, i64 pixels, float *room) {
  i64 most = tile_pixels(channels), length = most * channels;
  for (i64 image = begin; image < end; image++) {
    i32 both = branch && !removed[image];
    for (i64 pixel = 0; pixel < pixels; pixel += most) {
      i64 count = least(most, pixels - pixel), at = image * pixels + pixel;
      float *to = y + at * channels;
      const float *first = fit(x + at * x_channels, x_channels, channels, count, room);
      if (both) {
        const float *second =
            fit(branch + at * branch_channels, branch_channels, channels, count, room + length);
        VECTORS for (i64 i = 0; i < count * channels; i++) to[i] = first[i] + second[i];
      } else {
        copy(to, first, count * channels);
      }
    }
  }
}

/*
 * Adds a part to some rows of a sum of four axes, whose last axis has no gaps.
 *
 * to      the sum's first number
 * part    of the sum's shape, without gaps
 * sizes   [4]
 * strides [4], of the sum; the last one is 1
 * begin   first row, of sizes[0] · sizes[1] · sizes[2]
 */
ENTRY(addRows)
(JNI, float *to, const float *part, const i64 *sizes, const i64 *strides, i32 begin, i32 end) {
  for (i64 row = begin; row < end; row++) {
    i64 c = row % sizes[2], b = row / sizes[2] % sizes[1], a = row / sizes[2] / sizes[1];
    add(to + a * strides[0] + b * strides[1] + c * strides[2], part + row * sizes[3], sizes[3]);
  }
}
