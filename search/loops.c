/* The inner loops of KAZE: what diffusion.py, kaze.py and msurf.py do in whole arrays, in one pass
 * each. Images are rows x columns floats in one piece. Plain C without Python's headers: loops.py
 * calls it, and says what the arguments are.
 */
#include <math.h>
#include <string.h>

#if defined(__x86_64__) && defined(__gnu_linux__)
#define FAST __attribute__((target_clones("avx2", "default"))) /* the processor's is taken */
#else
#define FAST
#endif

#define TURN 6.2831853f
#define ASKED 13   /* slopes along each axis that are asked for a keypoint's direction */
#define WIDE 2.5f  /* sigma of their weights, in sizes */
#define SECTORS 42 /* of the circle of directions */
#define WINDOW 7   /* of these, that count together: 60 degrees */
#define GRID 24    /* samples of a descriptor along each axis */
#define CELLS 4    /* its cells, likewise */
#define SPAN 9     /* samples of a cell, likewise */
#define APART 5    /* from one cell's first to the next one's */

/* ---- What several need ----------------------------------------------------------------------- */

/* The place that stands for one outside: mirrored at the rim, as often as it takes. */
static inline int mirrored(int at, int count) {
    while (at < 0 || at >= count)
        at = at < 0 ? -at : 2 * (count - 1) - at;
    return at;
}

static inline float within(float at, float last) {
    at = at > 0 ? at : 0;
    return at < last ? at : last;
}

/* Scharr's derivatives of three rows, between two columns. */
static inline float across(const float *up, const float *here, const float *low, int left,
                           int right) {
    return 3 / 32.f * (up[right] - up[left] + (low[right] - low[left])) +
           10 / 32.f * (here[right] - here[left]);
}

static inline float down(const float *up, const float *low, int left, int x, int right) {
    return 3 / 32.f * (low[left] - up[left] + (low[right] - up[right])) +
           10 / 32.f * (low[x] - up[x]);
}

/* Do something for each x, with the places `size` left and right of it, at the rim mirrored. */
#define EACH_COLUMN(columns, size, ...)                                                            \
    {                                                                                              \
        int x = 0;                                                                                 \
        for (; x < (size) && x < (columns); x++) {                                                 \
            const int left = mirrored(x - (size), columns), right = mirrored(x + (size), columns); \
            __VA_ARGS__;                                                                           \
        }                                                                                          \
        for (; x < (columns) - (size); x++) {                                                      \
            const int left = x - (size), right = x + (size);                                       \
            __VA_ARGS__;                                                                           \
        }                                                                                          \
        for (; x < (columns); x++) {                                                               \
            const int left = mirrored(x - (size), columns), right = mirrored(x + (size), columns); \
            __VA_ARGS__;                                                                           \
        }                                                                                          \
    }

/* ---- diffusion.py ---------------------------------------------------------------------------- */

FAST void conductivity(const float *restrict image, int rows, int columns, float edge,
                       float *restrict flow) {
    for (int y = 0; y < rows; y++) {
        const float *here = image + y * columns, *up = image + mirrored(y - 1, rows) * columns,
                    *low = image + mirrored(y + 1, rows) * columns;
        float *to = flow + y * columns;
        EACH_COLUMN(columns, 1, {
            const float dx = across(up, here, low, left, right), dy = down(up, low, left, x, right);
            to[x] = 1 / (1 + (dx * dx + dy * dy) / (edge * edge));
        })
    }
}

/* What flows into a place from two neighbours on one line. */
static inline float inflow(float before, float here, float after, float flow_before, float flow,
                           float flow_after) {
    return (flow_after + flow) * (after - here) - (flow + flow_before) * (here - before);
}

/* A place after one step; where its neighbours are: at the rim, where there is none, itself. */
static inline float flowed(const float *image, const float *flow, int left, int right, int up,
                           int low, float length) {
    const float here = image[0], ease = flow[0];
    const float across = inflow(image[left], here, image[right], flow[left], ease, flow[right]),
                down = inflow(image[up], here, image[low], flow[up], ease, flow[low]);
    return here + length / 2 * (across + down);
}

FAST static void step(const float *restrict image, const float *restrict flow, float *restrict out,
                      int rows, int columns, float length) {
    for (int y = 0; y < rows; y++) {
        const int up = y ? -columns : 0, low = y < rows - 1 ? columns : 0;
        const int first = y * columns, last = first + columns - 1;
        out[first] = flowed(image + first, flow + first, 0, 1, up, low, length);
        for (int at = first + 1; at < last; at++)
            out[at] = flowed(image + at, flow + at, -1, 1, up, low, length);
        out[last] = flowed(image + last, flow + last, -1, 0, up, low, length);
    }
}

void diffuse(float *image, float *other, const float *flow, int rows, int columns,
             const float *lengths, int steps) {
    float *from = image, *to = other;
    for (int n = 0; n < steps; n++) {
        step(from, flow, to, rows, columns, lengths[n]);
        float *swap = from;
        from = to;
        to = swap;
    }
    if (from != image)
        memcpy(image, from, sizeof(float) * rows * columns);
}

/* ---- kaze.py --------------------------------------------------------------------------------- */

FAST void derivatives(const float *restrict image, int rows, int columns, int size,
                      float *restrict dx, float *restrict dy) {
    for (int y = 0; y < rows; y++) {
        const float *here = image + y * columns, *up = image + mirrored(y - size, rows) * columns,
                    *low = image + mirrored(y + size, rows) * columns;
        float *to_x = dx + y * columns, *to_y = dy + y * columns;
        EACH_COLUMN(columns, size, {
            to_x[x] = across(up, here, low, left, right);
            to_y[x] = down(up, low, left, x, right);
        })
    }
}

FAST void curvature(const float *restrict dx, const float *restrict dy, int rows, int columns,
                    int size, float *restrict blobs) {
    for (int y = 0; y < rows; y++) {
        const int here = y * columns, up = mirrored(y - size, rows) * columns,
                  low = mirrored(y + size, rows) * columns;
        float *to = blobs + here;
        EACH_COLUMN(columns, size, {
            const float mixed = down(dx + up, dx + low, left, x, right);
            to[x] = across(dx + up, dx + here, dx + low, left, right) *
                        down(dy + up, dy + low, left, x, right) -
                    mixed * mixed;
        })
    }
}

static inline float larger(float one, float other) {
    return one > other ? one : other;
}

/* The highest of a place and its eight neighbours. */
static inline float highest(const float *up, const float *here, const float *low) {
    return larger(larger(larger(larger(up[-1], up[0]), larger(up[1], here[-1])),
                         larger(larger(here[1], low[-1]), larger(low[0], low[1]))),
                  here[0]);
}

/* Which places of a row are above the threshold and no neighbour of theirs is higher. */
FAST static void candidates(const float *restrict row, int columns, float threshold,
                            unsigned char *restrict peak) {
    for (int x = 1; x < columns - 1; x++) {
        const float *at = row + x;
        peak[x] = at[0] >= larger(threshold, highest(at - columns, at, at + columns));
    }
}

int peaks(const float *blobs, int scales, int rows, int columns, float threshold,
          unsigned char *peak, int *found) {
    int count = 0;
    for (int n = 1; n < scales - 1; n++)
        for (int y = 1; y < rows - 1; y++) {
            const int start = (n * rows + y) * columns, apart = rows * columns;
            const unsigned char *next = peak, *end = peak + columns - 1;
            candidates(blobs + start, columns, threshold, peak);
            while ((next = memchr(next + 1, 1, end - next - 1))) {
                const float *at = blobs + start + (next - peak), *finer = at - apart,
                            *coarser = at + apart;
                if (*at >= highest(finer - columns, finer, finer + columns) &&
                    *at >= highest(coarser - columns, coarser, coarser + columns))
                    found[count++] = at - blobs;
            }
        }
    return count;
}

/* Whether a marked place around this one, nearer than any of the two reaches, is higher. */
static int beaten(const float *blobs, const unsigned char *marked, int scales, int rows,
                  int columns, const int *reaches, int at) {
    const int n = at / columns / rows, y = at / columns % rows, x = at % columns;
    for (int other = n - 1; other <= n + 1; other++) {
        if (other < 0 || other >= scales)
            continue;
        const int reach = reaches[other > n ? other : n];
        for (int dy = 1 - reach; dy < reach; dy++) {
            if (y + dy < 0 || y + dy >= rows)
                continue;
            const int line = (other * rows + y + dy) * columns;
            for (int dx = 1 - reach; dx < reach; dx++)
                if (x + dx >= 0 && x + dx < columns && marked[line + x + dx] &&
                    dx * dx + dy * dy < reach * reach && blobs[line + x + dx] > blobs[at])
                    return 1;
        }
    }
    return 0;
}

void apart(const float *blobs, int scales, int rows, int columns, const int *reaches,
           const int *places, int count, unsigned char *marked, unsigned char *kept) {
    for (int n = 0; n < count; n++)
        marked[places[n]] = 1;
    for (int n = 0; n < count; n++)
        kept[n] = !beaten(blobs, marked, scales, rows, columns, reaches, places[n]);
}

/* ---- msurf.py -------------------------------------------------------------------------------- */

/* The value between four pixels, so far right of the first and so far below it. */
static inline float between(float one, float beside, float below, float across, float right,
                            float low) {
    return (1 - low) * ((1 - right) * one + right * beside) +
           low * ((1 - right) * below + right * across);
}

/* Where a slope points to, 0 to TURN, to 1e-5 (Abramowitz and Stegun 1964, 4.4.49). */
static inline float turned(float down, float across) {
    const float high = fabsf(down), wide = fabsf(across);
    const float tangent = (high < wide ? high : wide) / ((high < wide ? wide : high) + 1e-30f);
    const float square = tangent * tangent;
    float angle = 0.0208351f;
    angle = angle * square - 0.0851330f;
    angle = angle * square + 0.1801410f;
    angle = angle * square - 0.3302995f;
    angle = (angle * square + 0.9998660f) * tangent;
    angle = high > wide ? TURN / 4 - angle : angle;
    angle = across < 0 ? TURN / 2 - angle : angle;
    return down < 0 ? TURN - angle : angle;
}

/* The pixels along an axis that are asked about a keypoint, and how much they count. */
static inline void asked(float middle, float size, int count, int at[ASKED], float near[ASKED]) {
    for (int n = 0; n < ASKED; n++) {
        const float to = rintf(middle + size * (n - ASKED / 2)), far = (to - middle) / size;
        at[n] = (int)within(to, count - 1);
        near[n] = to >= 0 && to < count ? expf(far * far / -(2 * WIDE * WIDE)) : 0;
    }
}

/* Add up the slopes around a keypoint by the sector of the circle to which they point. */
static inline void sorted(const float *restrict slopes, int rows, int columns, float x, float y,
                          float size, float sums[SECTORS][2]) {
    int column[ASKED], row[ASKED], sector[ASKED * ASKED];
    float near_x[ASKED], near_y[ASKED], down[ASKED * ASKED], across[ASKED * ASKED];
    asked(x, size, columns, column, near_x);
    asked(y, size, rows, row, near_y);
    for (int m = 0; m < ASKED; m++)
        for (int n = 0; n < ASKED; n++) {
            const int to_y = m - ASKED / 2, to_x = n - ASKED / 2, radius = ASKED / 2;
            const int inside = to_x * to_x + to_y * to_y < radius * radius;
            const float weight = inside ? near_y[m] * near_x[n] : 0;
            const float *slope = slopes + 2 * (row[m] * columns + column[n]);
            down[ASKED * m + n] = weight * slope[0];
            across[ASKED * m + n] = weight * slope[1];
        }
    for (int n = 0; n < ASKED * ASKED; n++)
        sector[n] = (int)(turned(down[n], across[n]) * (SECTORS / TURN)) % SECTORS;
    for (int n = 0; n < ASKED * ASKED; n++) {
        sums[sector[n]][0] += down[n];
        sums[sector[n]][1] += across[n];
    }
}

/* The direction of the strongest sum of so many neighbouring sectors. */
static inline float strongest(const float sums[SECTORS][2]) {
    float most = -1, best[2] = {0, 0};
    for (int first = 0; first < SECTORS; first++) {
        float slope[2] = {0, 0};
        for (int n = first; n < first + WINDOW; n++)
            for (int k = 0; k < 2; k++)
                slope[k] += sums[n % SECTORS][k];
        const float length = slope[0] * slope[0] + slope[1] * slope[1];
        if (length > most)
            most = length, best[0] = slope[0], best[1] = slope[1];
    }
    const float angle = atan2f(best[0], best[1]);
    return angle < 0 ? angle + TURN : angle;
}

FAST void directions(const float *xy, const float *sizes, int count, const float *slopes, int rows,
                     int columns, float *angles) {
    for (int n = 0; n < count; n++) {
        float sums[SECTORS][2] = {{0}};
        sorted(slopes, rows, columns, xy[2 * n], xy[2 * n + 1], rintf(sizes[n] / 2), sums);
        angles[n] = strongest(sums);
    }
}

/* The slopes of a keypoint's samples: along it, across it, and the lengths of both. Those outside
 * of the image are its rim's.
 */
static inline void sample(const float *restrict slopes, int rows, int columns, float x, float y,
                          float cos, float sin, float size, float seen[4][GRID][GRID]) {
    for (int m = 0; m < GRID; m++) {
        int at[GRID];
        float right[GRID], low[GRID];
        for (int n = 0; n < GRID; n++) {
            const float along = (m - GRID / 2) * size, aside = (n - GRID / 2) * size;
            const float to_x = within(x + along * cos - aside * sin, columns - 1),
                        to_y = within(y + along * sin + aside * cos, rows - 1);
            const int column = (int)within(to_x, columns - 2), row = (int)within(to_y, rows - 2);
            right[n] = to_x - column, low[n] = to_y - row;
            at[n] = 2 * (row * columns + column);
        }
        for (int n = 0; n < GRID; n++) {
            const float *up = slopes + at[n], *below = up + 2 * columns;
            const float down = between(up[0], up[2], below[0], below[2], right[n], low[n]),
                        across = between(up[1], up[3], below[1], below[3], right[n], low[n]);
            seen[0][m][n] = down * cos - across * sin;
            seen[1][m][n] = down * sin + across * cos;
        }
        for (int n = 0; n < GRID; n++)
            seen[2][m][n] = fabsf(seen[0][m][n]), seen[3][m][n] = fabsf(seen[1][m][n]);
    }
}

FAST void describe(const float *xy, const float *sizes, const float *angles, int count,
                   const float *slopes, int rows, int columns, const float weights[CELLS][SPAN],
                   float described[][CELLS][CELLS][4]) {
    for (int n = 0; n < count; n++) {
        float seen[4][GRID][GRID];
        sample(slopes, rows, columns, xy[2 * n], xy[2 * n + 1], cosf(angles[n]), sinf(angles[n]),
               rintf(sizes[n] / 2), seen);
        for (int i = 0; i < CELLS; i++)
            for (int k = 0; k < 4; k++) {
                float line[GRID] = {0};
                for (int m = 0; m < SPAN; m++)
                    for (int at = 0; at < GRID; at++)
                        line[at] += weights[i][m] * seen[k][APART * i + m][at];
                for (int j = 0; j < CELLS; j++) {
                    float sum = 0;
                    for (int m = 0; m < SPAN; m++)
                        sum += weights[j][m] * line[APART * j + m];
                    described[n][i][j][k] = sum;
                }
            }
    }
}
