/*
 * What lies between a network's convolutions: passes over channels-last arrays, each for the images
 * [begin, end) of a batch, on the calling thread. NativePasses.java declares them.
 *
 * A pass goes over memory a tile at a time: a few pixels with all their channels, contiguous, and
 * small enough for the first-level cache. A tile is worked on in vectors of 16 numbers, which take
 * no notice of where a pixel ends. After so many of them a vector has the same channels again:
 * that is the period. Numbers per channel are repeated for one period, so that loops over vectors
 * are all alike, however many channels there are. So are sums per channel: a number is added to its
 * place of the period, in single precision, and the period now and then drained into double
 * precision. Results are therefore the same whatever vectors the processor has.
 *
 * Passes that write go over a tile in order. Those that only add up take one place of the period
 * after the other, so that its sums stay in registers.
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
/* Arrays are distinct, or the same from the same place on; loops may be shorter than a vector. */
#define SHORT_VECTORS \
  _Pragma("clang loop vectorize(assume_safety) interleave_count(1) vectorize_predicate(enable)")

/* Weights.BATCH_NORM_EPSILON. */
static const float EPSILON = 1e-3f;

/* Numbers in a tile, unless a period alone has more. */
enum { TILE = 2048 };

/* The most tiles of room that a pass needs. */
enum { ROOM = 7 };

/* Numbers that can be added before digits could be lost. */
enum { MOST_ADDED = 256 };

INLINE i64 least(i64 a, i64 b) { return a < b ? a : b; }

/* ---- Vectors ---- */

enum { WIDTH = 16 };

typedef float vec __attribute__((ext_vector_type(WIDTH)));
typedef i32 bits __attribute__((ext_vector_type(WIDTH)));

INLINE vec load(const float *from) {
  vec v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

INLINE void store(float *to, vec v) { __builtin_memcpy(to, &v, sizeof v); }

/*
 * Brings what will be read two tiles later into the second-level cache: the processor foresees
 * it only where memory is read in order.
 */
INLINE void fetch_ahead(const float *from) { __builtin_prefetch(from + 2 * TILE, 0, 2); }

/* A vector, of which there may be fewer numbers; zeros for the others. */
INLINE vec load_of(const float *from, i64 there) {
  if (__builtin_expect(there >= WIDTH, 1)) return load(from);
  vec v = 0;
  for (i64 i = 0; i < there; i++) v[i] = from[i];
  return v;
}

INLINE void store_of(float *to, vec v, i64 there) {
  if (__builtin_expect(there >= WIDTH, 1)) {
    store(to, v);
  } else {
    for (i64 i = 0; i < there; i++) to[i] = v[i];
  }
}

INLINE vec zero_unless(bits keep, vec v) { return (vec)((bits)v & keep); }

/* ---- Tiles ---- */

/* Pixels of a period of one channel or more. */
INLINE i64 period_pixels(i64 channels) {
  i64 pixels = WIDTH;
  while (pixels > 1 && channels % 2 == 0) {
    channels /= 2;
    pixels /= 2;
  }
  return pixels;
}

/* Pixels of a tile, some periods of `channels`, of an array of as many channels or more. */
INLINE i64 tile_pixels(i64 channels, i64 most_channels) {
  i64 period = period_pixels(channels), numbers = period * most_channels;
  return period * (numbers > TILE ? 1 : TILE / numbers);
}

/* Numbers of room that any pass needs for at most so many channels. */
ENTRY_OF(i64, room)(JNI, i32 channels) {
  i64 longest = (i64)WIDTH * channels;
  return ROOM * (longest > TILE ? longest : TILE);
}

INLINE void copy(float *to, const float *from, i32 length) {
  SHORT_VECTORS for (i32 i = 0; i < length; i++) to[i] = from[i];
}

INLINE void clear(float *to, i32 length) {
  SHORT_VECTORS for (i32 i = 0; i < length; i++) to[i] = 0;
}

INLINE void add(float *to, const float *from, i32 length) {
  SHORT_VECTORS for (i32 i = 0; i < length; i++) to[i] += from[i];
}

/* Numbers per channel, for every pixel of a period; 0 without any. */
static void repeat(float *period, const float *values, i64 channels) {
  i64 length = period_pixels(channels) * channels;
  for (i64 at = 0; at < length; at += channels)
    for (i64 c = 0; c < channels; c++) period[at + c] = values ? values[c] : 0;
}

/* Which numbers of a period are of channels before `kept`: all bits of them, or none. */
static void keep_before(i32 *period, i64 kept, i64 channels) {
  i64 length = period_pixels(channels) * channels;
  for (i64 at = 0; at < length; at += channels)
    for (i64 c = 0; c < channels; c++) period[at + c] = c < kept ? -1 : 0;
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
  i64 length = period_pixels(channels) * channels;
  for (i64 at = 0; at < length; at += channels)
    for (i64 c = 0; c < channels; c++) {
      sums[c] += partial[at + c];
      partial[at + c] = 0;
    }
}

/* Whether the partial sums must be drained before another tile is added to them. */
INLINE i32 full(i64 *added, i64 length, i64 period) {
  i64 of_tile = length / period;
  *added += of_tile;
  if (*added + of_tile <= MOST_ADDED) return 0;
  *added = 0;
  return 1;
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
  i64 period = period_pixels(channels) * channels;
  i64 length = tile_pixels(channels, channels) * channels, end = pixels * channels, added = 0;
  float *zero = room, *sum = zero + period, *square = sum + period;
  repeat(zero, origin, channels);
  repeat(sum, 0, channels);
  repeat(square, 0, channels);
  for (i64 c = 0; c < channels; c++) sums[c] = squares[c] = 0;
  for (i64 tile = 0; tile < end; tile += length) {
    i64 count = least(length, end - tile);
    for (i64 place = 0; place < period; place += WIDTH) {
      vec from = load(zero + place), total = load(sum + place), power = load(square + place);
      i64 at = place;
      for (; at + WIDTH <= count; at += period) {
        fetch_ahead(y + tile + at);
        vec centred = load(y + tile + at) - from;
        total += centred;
        power += centred * centred;
      }
      for (i64 i = at; i < count; i++) { // nothing is centred where there is nothing
        float centred = y[tile + i] - from[i - at];
        total[i - at] += centred;
        power[i - at] += centred * centred;
      }
      store(sum + place, total);
      store(square + place, power);
    }
    if (full(&added, length, period)) {
      drain(sum, sums, channels);
      drain(square, squares, channels);
    }
  }
  drain(sum, sums, channels);
  drain(square, squares, channels);
}

INLINE void add_products(
    const float *a, const float *b, float *sum, i64 period, i64 length) {
  for (i64 place = 0; place < period; place += WIDTH) {
    vec total = load(sum + place);
    for (i64 at = place; at < length; at += period) {
      fetch_ahead(a + at);
      if (b) fetch_ahead(b + at);
      vec one = load_of(a + at, length - at);
      total += b ? one * load_of(b + at, length - at) : one;
    }
    store(sum + place, total);
  }
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
  i64 period = period_pixels(channels) * channels;
  i64 length = tile_pixels(channels, channels) * channels, image_length = pixels * channels;
  repeat(room, 0, channels);
  for (i64 image = begin; image < end; image++) {
    for (i64 c = 0; c < channels; c++) total[c] = 0;
    i64 added = 0;
    for (i64 tile = 0; tile < image_length; tile += length) {
      i64 count = least(length, image_length - tile), at = image * image_length + tile;
      if (b) {
        add_products(a + at, b + at, room, period, count);
      } else {
        add_products(a + at, 0, room, period, count);
      }
      if (full(&added, length, period)) drain(room, total, channels);
    }
    drain(room, total, channels);
    for (i64 c = 0; c < channels; c++) sums[image * channels + c] = (float)(factor * total[c]);
  }
}

/* ---- Normalisation, activation, ordered dropout, bypass ---- */

INLINE vec activated(enum activation activation, vec x) {
  vec up = x + 3;
  up = up < 0 ? 0 : up;
  up = (up > 6 ? 6 : up) * (1 / 6.0f);
  switch (activation) {
    case NONE: return x;
    case RELU: return x < 0 ? 0 : x; // not a number remains so
    case HARD_SWISH: return x * up;
    case HARD_SIGMOID: return up;
  }
}

/* The gradient before an activation of x. */
INLINE vec descended(enum activation activation, vec x, vec upstream) {
  switch (activation) {
    case NONE: return upstream;
    case RELU: return zero_unless(x > 0, upstream);
    case HARD_SWISH:
      return zero_unless(x > -3, upstream * (x < 3 ? (x + 3 + x) * (1 / 6.0f) : 1));
    case HARD_SIGMOID: return zero_unless((x > -3) & (x < 3), upstream * (1 / 6.0f));
  }
}

/* Calls a function of an activation, which is a constant inside of it. */
#define WITH_ACTIVATION(activation, function, ...) \
  switch (activation) { \
    case NONE: function(NONE, __VA_ARGS__); break; \
    case RELU: function(RELU, __VA_ARGS__); break; \
    case HARD_SWISH: function(HARD_SWISH, __VA_ARGS__); break; \
    case HARD_SIGMOID: function(HARD_SIGMOID, __VA_ARGS__); break; \
  }

INLINE double inverse_deviation(float variance) {
  return 1 / __builtin_sqrt((double)variance + EPSILON);
}

/* A normalisation as y · scale + shift, as periods. Without a gamma there is but a bias, beta. */
static void affine_periods(
    const float *gamma, const float *beta, const float *mean, const float *variance, i64 channels,
    float *scale, float *shift) {
  for (i64 c = 0; c < channels; c++) {
    scale[c] = gamma ? gamma[c] * (float)inverse_deviation(variance[c]) : 1;
    shift[c] = gamma ? beta[c] - mean[c] * scale[c] : beta[c];
  }
  repeat(scale, scale, channels);
  repeat(shift, shift, channels);
}

/* Where the input's pixel under an output's begins, of one output pixel after the other. */
struct under {
  i64 at, column, width, step, row_step;
};

INLINE struct under under(i64 image, i64 pixel, i64 width, const i32 *input, i64 stride) {
  i64 row = pixel / width, column = pixel % width, step = stride * input[2];
  i64 start = (image * input[0] + row * stride) * input[1] * input[2];
  return (struct under){
      start + column * step, column, width, step, step * input[1] - width * step};
}

INLINE void next(struct under *under) {
  under->at += under->step;
  if (++under->column == under->width) {
    under->column = 0;
    under->at += under->row_step;
  }
}

/*
 * Does something to each vector of a tile in order: at a place of its period, from a number of the
 * tile on, of which there are so many. All vectors but the last few are known to be whole.
 */
#define EACH_VECTOR(period, length, ...) \
  do { \
    i64 at = 0; \
    for (; at + period <= length; at += period) \
      for (i64 place = 0; place < period; place += WIDTH) { \
        const i64 number = at + place, there = WIDTH; \
        __VA_ARGS__ \
      } \
    for (i64 place = 0; at + place < length; place += WIDTH) { \
      const i64 number = at + place, there = length - number; \
      __VA_ARGS__ \
    } \
  } while (0)

INLINE void finish_tile(
    enum activation activation, const float *y, const float *scale, const float *shift,
    const i32 *keep, float *out, i64 period, i64 length) {
  EACH_VECTOR(period, length, {
    vec x = load_of(y + number, there) * load(scale + place) + load(shift + place);
    bits kept = (bits)load((const float *)keep + place);
    store_of(out + number, zero_unless(kept, activated(activation, x)), there);
  });
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
 * room     4 tiles
 */
ENTRY(finish)
(JNI, i32 activation, const float *gamma, const float *beta, const float *mean,
 const float *variance, const float *y, const float *x, float *out, i32 begin, i32 end, i32 height,
 i32 width, i32 filters, i32 channels, const i32 *kept, i32 bypass_to, i32 stride,
 const i32 *input, float *room) {
  i64 pixels = (i64)height * width, most = tile_pixels(filters, channels);
  i64 period = period_pixels(filters) * filters;
  float *scale = room, *shift = scale + period, *filtered = shift + period;
  i32 *keep = (i32 *)(filtered + most * filters);
  affine_periods(gamma, beta, mean, variance, filters, scale, shift);
  for (i64 image = begin; image < end; image++) {
    i64 keeps = kept[image];
    if (image == begin || keeps != kept[image - 1]) keep_before(keep, keeps, filters);
    for (i64 pixel = 0; pixel < pixels; pixel += most) {
      i64 count = least(most, pixels - pixel), at = image * pixels + pixel;
      float *to = out + at * channels;
      float *result = filters == channels ? to : filtered;
      WITH_ACTIVATION(
          activation, finish_tile, y + at * filters, scale, shift, keep, result, period,
          count * filters)
      if (result != to) fit(result, filters, channels, count, to);
      if (keeps >= bypass_to) continue;
      struct under from = under(image, pixel, width, input, stride);
      for (i64 p = 0; p < count; p++, next(&from))
        copy(to + p * channels + keeps, x + from.at + keeps, bypass_to - keeps);
    }
  }
}

INLINE void add_gradient(
    enum activation activation, const float *y, const float *scale, const float *shift,
    const float *centre, const i32 *keep, const float *upstream, float *sum, float *product,
    i64 period, i64 length) {
  for (i64 place = 0; place < period; place += WIDTH) {
    vec factor = load(scale + place), offset = load(shift + place), mean = load(centre + place);
    vec total = load(sum + place), products = load(product + place);
    bits kept = (bits)load((const float *)keep + place);
    for (i64 at = place; at < length; at += period) {
      fetch_ahead(y + at);
      fetch_ahead(upstream + at);
      vec result = load_of(y + at, length - at), after = load_of(upstream + at, length - at);
      vec before = zero_unless(kept, descended(activation, result * factor + offset, after));
      total += before;
      products += before * (result - mean);
    }
    store(sum + place, total);
    store(product + place, products);
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
  i64 most = tile_pixels(filters, channels), period = period_pixels(filters) * filters, added = 0;
  float *scale = room, *shift = scale + period, *centre = shift + period;
  float *sum = centre + period, *product = sum + period, *narrow = product + period;
  i32 *keep = (i32 *)(narrow + most * filters);
  affine_periods(gamma, beta, mean, variance, filters, scale, shift);
  repeat(centre, gamma ? mean : 0, filters);
  repeat(sum, 0, filters);
  repeat(product, 0, filters);
  for (i64 c = 0; c < filters; c++) sums[c] = products[c] = 0;
  for (i64 image = begin; image < end; image++) {
    if (image == begin || kept[image] != kept[image - 1]) keep_before(keep, kept[image], filters);
    for (i64 pixel = 0; pixel < pixels; pixel += most) {
      i64 count = least(most, pixels - pixel), at = image * pixels + pixel;
      const float *from = fit(upstream + at * channels, channels, filters, count, narrow);
      WITH_ACTIVATION(
          activation, add_gradient, y + at * filters, scale, shift, centre, keep, from, sum,
          product, period, count * filters)
      if (full(&added, most * filters, period)) {
        drain(sum, sums, filters);
        drain(product, products, filters);
      }
    }
  }
  drain(sum, sums, filters);
  drain(product, products, filters);
}

INLINE void gradient_tile(
    enum activation activation, const float *y, const float *scale, const float *shift,
    const float *per_y, const float *rest, const i32 *keep, const float *upstream, float *dy,
    i64 period, i64 length) {
  EACH_VECTOR(period, length, {
    vec factor = load(scale + place), offset = load(shift + place);
    vec slope = load(per_y + place), constant = load(rest + place);
    bits kept = (bits)load((const float *)keep + place);
    vec result = load_of(y + number, there), after = load_of(upstream + number, there);
    vec before = zero_unless(kept, descended(activation, result * factor + offset, after));
    store_of(dy + number, before * factor + (result * slope + constant), there);
  });
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
  i64 most = tile_pixels(filters, channels), period = period_pixels(filters) * filters;
  float *scale = room, *shift = scale + period, *per_y = shift + period, *rest = per_y + period;
  float *narrow = rest + period;
  i32 *keep = (i32 *)(narrow + most * filters);
  affine_periods(gamma, beta, mean, variance, filters, scale, shift);
  for (i64 c = 0; c < filters; c++) {
    double inverse = gamma ? inverse_deviation(variance[c]) : 0;
    double per_centred = -scale[c] * inverse * inverse * products[c] / numbers;
    per_y[c] = gamma ? (float)per_centred : 0;
    rest[c] = gamma ? (float)(-scale[c] * sums[c] / numbers - per_centred * mean[c]) : 0;
  }
  repeat(per_y, per_y, filters);
  repeat(rest, rest, filters);
  for (i64 image = begin; image < end; image++) {
    if (image == begin || kept[image] != kept[image - 1]) keep_before(keep, kept[image], filters);
    for (i64 pixel = 0; pixel < pixels; pixel += most) {
      i64 count = least(most, pixels - pixel), at = image * pixels + pixel;
      const float *from = fit(upstream + at * channels, channels, filters, count, narrow);
      WITH_ACTIVATION(
          activation, gradient_tile, y + at * filters, scale, shift, per_y, rest, keep, from,
          dy + at * filters, period, count * filters)
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
    struct under to = under(image, 0, width, input, stride);
    for (i64 pixel = 0; pixel < pixels; pixel++, next(&to))
      add(dx + to.at + keeps, upstream + (image * pixels + pixel) * channels + keeps,
          bypass_to - keeps);
  }
}

/* ---- The weight gradient of a depthwise convolution ---- */

#define UNROLL _Pragma("clang loop unroll(full)")

/* As many as stay in registers. */
enum { MOST_SUMS = 7 };

/* Numbers of a row in a frame of zeros, and after it of a vector that reaches beyond. */
INLINE i64 frame_length(i64 width, i64 channels, i64 kernel) {
  return (width + kernel - 1) * channels + WIDTH;
}

/*
 * Rows of an image, each in a frame of zeros, so that windows never leave it.
 *
 * room  [kernel + 1, frame_length]: a row of zeros, and the latest rows, as many as a window has
 */
struct frames {
  float *room;
  i64 height, width, channels, kernel, latest;
};

static struct frames frames_of(i64 height, i64 width, i64 channels, i64 kernel, float *room) {
  clear(room, (kernel + 1) * frame_length(width, channels, kernel));
  return (struct frames){room, height, width, channels, kernel, -1};
}

/* A row of an image, or of zeros before and after it; rows are asked for in order. */
static const float *framed(struct frames *frames, const float *image, i64 row) {
  if (row < 0 || row >= frames->height) return frames->room;
  i64 length = frames->width * frames->channels;
  i64 of_frame = frame_length(frames->width, frames->channels, frames->kernel);
  float *framed = frames->room + (1 + row % frames->kernel) * of_frame;
  if (row > frames->latest) {
    copy(framed + frames->kernel / 2 * frames->channels, image + row * length, length);
    frames->latest = row;
  }
  return framed;
}

/* Brings a row that comes next into the second-level cache: it will be gone over in columns. */
INLINE void fetch_row(const float *from, i64 length) {
  for (i64 at = 0; at < length; at += WIDTH) __builtin_prefetch(from + at, 0, 2);
}

/* Which of a vector's channels, from `c` on, are neither before `first` nor beyond the last. */
INLINE bits own_channels(i64 first, i64 c, i64 channels) {
  bits own;
  UNROLL for (i32 i = 0; i < WIDTH; i++) own[i] = c + i >= first && c + i < channels ? -1 : 0;
  return own;
}

/*
 * Adds to some numbers of a row of the weight's gradient: each is the sum of the products of a row
 * of dy with the pixels that its windows have there.
 *
 * count    at most MOST_SUMS
 * row      framed, from the first window's first such pixel on
 * dy       [width, channels]
 * d_weight [count, channels]; added to
 */
INLINE void add_to_row(
    i64 count, const float *row, const float *dy, float *d_weight, i64 width, i64 channels,
    i64 stride) {
  for (i64 first = 0; first < channels; first += WIDTH) {
    /* A last vector of fewer channels starts earlier, so as to be whole. */
    i64 c = first + WIDTH <= channels || channels < WIDTH ? first : channels - WIDTH;
    bits own = own_channels(first, c, channels);
    vec sum[MOST_SUMS];
    UNROLL for (i64 i = 0; i < count; i++) sum[i] = 0;
    for (i64 pixel = 0; pixel < width; pixel++) {
      vec gradient = load_of(dy + pixel * channels + c, channels - c);
      const float *x = row + pixel * stride * channels + c;
      UNROLL for (i64 i = 0; i < count; i++) sum[i] += gradient * load(x + i * channels);
    }
    UNROLL for (i64 i = 0; i < count; i++) {
      float *to = d_weight + i * channels + c;
      store(to, load(to) + zero_unless(own, sum[i]));
    }
  }
}

/* The same for any count. */
static void add_to_any_row(
    i64 count, const float *row, const float *dy, float *d_weight, i64 width, i64 channels,
    i64 stride) {
  for (i64 from = 0; from < count; from += MOST_SUMS) {
    const float *x = row + from * channels;
    float *to = d_weight + from * channels;
    switch (least(count - from, MOST_SUMS)) {
      case 1: add_to_row(1, x, dy, to, width, channels, stride); break;
      case 2: add_to_row(2, x, dy, to, width, channels, stride); break;
      case 3: add_to_row(3, x, dy, to, width, channels, stride); break;
      case 4: add_to_row(4, x, dy, to, width, channels, stride); break;
      case 5: add_to_row(5, x, dy, to, width, channels, stride); break;
      case 6: add_to_row(6, x, dy, to, width, channels, stride); break;
      case MOST_SUMS: add_to_row(MOST_SUMS, x, dy, to, width, channels, stride); break;
    }
  }
}

INLINE i64 weight_length(i64 kernel, i64 channels) { return kernel * kernel * channels + WIDTH; }

/* Numbers of room that depthwiseWeights needs. */
ENTRY_OF(i64, depthwiseRoom)(JNI, i32 width, i32 channels, i32 kernel) {
  return weight_length(kernel, channels) + (kernel + 1) * frame_length(width, channels, kernel);
}

/*
 * The gradient of a depthwise convolution, padded by kernel / 2, for its weight. Sums over a row of
 * dy are added up in single precision, as oneDNN's are.
 *
 * x        [images, height, width, channels]
 * dy       [images, ceil(height / stride), ceil(width / stride), channels]
 * d_weight [kernel, kernel, channels], without gaps; overwritten with these images' part
 * room     depthwiseRoom
 */
ENTRY(depthwiseWeights)
(JNI, const float *x, const float *dy, float *d_weight, i32 begin, i32 end, i32 height, i32 width,
 i32 channels, i32 kernel, i32 stride, float *room) {
  i64 out_height = (height - 1) / stride + 1, out_width = (width - 1) / stride + 1;
  i64 out_length = out_width * channels, of_weight = weight_length(kernel, channels);
  float *sums = room;
  clear(sums, of_weight);
  struct frames frames = frames_of(height, width, channels, kernel, room + of_weight);
  for (i64 image = begin; image < end; image++) {
    const float *input = x + image * height * width * channels;
    const float *gradient = dy + image * out_height * out_length;
    frames.latest = -1;
    for (i64 row = 0; row < out_height; row++) {
      fetch_row(gradient + (row + 1) * out_length, out_length);
      for (i64 i = 0; i < kernel; i++)
        add_to_any_row(
            kernel, framed(&frames, input, row * stride - kernel / 2 + i),
            gradient + row * out_length, sums + i * kernel * channels, out_width, channels, stride);
    }
  }
  copy(d_weight, sums, kernel * kernel * channels);
}

/* ---- Passes that treat every image by itself ---- */

INLINE void affine_tile(
    const float *x, const float *scale, const float *shift, float *y, i64 period, i64 length) {
  EACH_VECTOR(period, length, {
    vec factor = load(scale + place);
    vec product = x ? load_of(x + number, there) * factor : factor;
    store_of(y + number, product + load(shift + place), there);
  });
}

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
  i64 period = period_pixels(channels) * channels;
  i64 length = tile_pixels(channels, channels) * channels, image_length = pixels * channels;
  float *scale = room, *shift = room + period;
  for (i64 image = begin; image < end; image++) {
    repeat(scale, factor + image * channels, channels);
    repeat(shift, offset ? offset + image * channels : 0, channels);
    for (i64 tile = 0; tile < image_length; tile += length) {
      i64 count = least(length, image_length - tile), at = image * image_length + tile;
      if (x) {
        affine_tile(x + at, scale, shift, y + at, period, count);
      } else {
        affine_tile(0, scale, shift, y + at, period, count);
      }
    }
  }
}

/* A row's first numbers plus another's; those that a row lacks count as 0. */
INLINE void add_row(
    const float *a, i32 of_a, const float *b, i32 of_b, float *sum, i32 length) {
  of_a = least(of_a, length);
  of_b = least(of_b, length);
  i32 both = least(of_a, of_b), either = of_a + of_b - both;
  SHORT_VECTORS for (i32 i = 0; i < both; i++) sum[i] = a[i] + b[i];
  copy(sum + both, a + both, of_a - both);
  copy(sum + both, b + both, of_b - both);
  clear(sum + either, length - either);
}

/*
 * y = x + branch; channels that either lacks count as 0.
 *
 * x       [images, pixels, x_channels]
 * branch  [images, pixels, branch_channels]; none if 0
 * removed [images], whether the branch is not added; unused without one
 * y       [images, pixels, channels]; overwritten
 */
ENTRY(residualSum)
(JNI, const float *x, i32 x_channels, const float *branch, i32 branch_channels,
 const i32 *removed, float *y, i32 channels, i32 begin, i32 end, i64 pixels) {
  i32 even = x_channels == channels && (!branch || branch_channels == channels);
  i64 rows = even ? 1 : pixels, of_row = even ? pixels : 1;
  for (i64 image = begin; image < end; image++) {
    i64 added = branch && !removed[image] ? branch_channels : 0;
    for (i64 row = image * rows; row < (image + 1) * rows; row++)
      add_row(
          x + row * of_row * x_channels, of_row * x_channels,
          branch + row * of_row * branch_channels, of_row * added, y + row * of_row * channels,
          of_row * channels);
  }
}

/*
 * Every pixel of x repeated, factor times in both directions.
 *
 * x [images, height, width, channels]
 * y [images, height · factor, width · factor, channels]; overwritten
 */
ENTRY(upsample)
(JNI, const float *x, float *y, i32 begin, i32 end, i32 height, i32 width, i32 channels,
 i32 factor) {
  i64 of_row = (i64)width * channels, of_line = of_row * factor;
  for (i64 row = (i64)begin * height; row < (i64)end * height; row++) {
    float *line = y + row * factor * of_line;
    for (i64 at = 0; at < of_row; at += channels)
      for (i64 i = 0; i < factor; i++)
        copy(line + at * factor + i * channels, x + row * of_row + at, channels);
    for (i64 i = 1; i < factor; i++) copy(line + i * of_line, line, of_line);
  }
}

/*
 * The gradient of upsample for x: the sum over the repetitions of every pixel.
 *
 * dy [images, height · factor, width · factor, channels]
 * dx [images, height, width, channels]; overwritten
 */
ENTRY(upsampleGradient)
(JNI, const float *dy, float *dx, i32 begin, i32 end, i32 height, i32 width, i32 channels,
 i32 factor) {
  i64 of_row = (i64)width * channels, of_line = of_row * factor;
  for (i64 row = (i64)begin * height; row < (i64)end * height; row++) {
    float *sums = dx + row * of_row;
    clear(sums, of_row);
    for (i64 i = 0; i < factor; i++) {
      const float *line = dy + (row * factor + i) * of_line;
      for (i64 at = 0; at < of_row; at += channels)
        for (i64 j = 0; j < factor; j++)
          add(sums + at, line + at * factor + j * channels, channels);
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
