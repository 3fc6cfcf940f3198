"""Every number once: its unit, where it comes from, what turning it up costs."""

from typing import Final

# --- The article's way (engine=article) --------------------------------------------------------
KEYPOINTS: Final = 32  # article: the strongest by response
DESCRIPTOR: Final = 64  # numbers in one KAZE descriptor (M-SURF, not extended)
ARTICLE_SIDE: Final = 1280  # px, long side past which an image is shrunk (KAZE: 530 bytes a pixel)

# --- What may come in ---------------------------------------------------------------------------
MAX_BYTES: Final = 64 << 20  # bytes of one file; Telegram gives bots 20 MB
MAX_PIXELS: Final = 64_000_000  # of one image; memory of the decoder: about 7 bytes each
MAX_JPEG_PIXELS: Final = 256_000_000  # JPEG is decoded at 1/8 where that is enough
MAX_SIDE: Final = 32_000  # px
LONGEST_NAME: Final = 128  # characters, of a picture added by hand
DECODE_SECONDS: Final = 10  # until a decoder is given up
DECODER_MEMORY: Final = 1 << 30  # bytes of address space of one decoder
DECODER_IMAGES: Final = 1000  # then a fresh decoder takes over: leaks end with it

# --- Features (engine=kaze) ---------------------------------------------------------------------
# A picture fills only part of its photo, so photos are looked at more closely: of 212
# phone photos 210 are found as same, 197 at 480 px (benchmarks/README.md), for 1.8 x the pixels.
PHOTO_SIDE: Final = 640  # px, long side of a photo's working image
PICTURE_SIDE: Final = 480  # px, likewise of a picture; time grows with the square of either
ENLARGE: Final = 4.0  # at most, and not past PICTURE_SIDE (quarter size: 35 % -> 100 % found)
THRESHOLD: Final = 0.0005  # of KAZE's detector response; lower finds more and weaker keypoints
PHOTO_FEATURES: Final = 700  # kept of a photo; time of the index grows with it
PICTURE_FEATURES: Final = 500  # kept of a picture; 72 bytes each on disk
INDEX_FEATURES: Final = 300  # rows a picture has in the index, its strongest
THINNEST: Final = 8  # px: KAZE finds nothing in a thinner image, and reads past the end of one row
CELLS: Final = 8  # a side: grid over which the kept keypoints are spread
PLAIN_FEATURES: Final = 10  # fewer: too plain to judge

# --- Index and votes ----------------------------------------------------------------------------
NEIGHBOURS: Final = 10  # rows looked up for each descriptor
EXACT_ROWS: Final = 20_000  # more rows than this: inverted lists instead of brute force
CANDIDATES: Final = 15  # pictures whose geometry is checked; 2 ms each

# --- Geometry -----------------------------------------------------------------------------------
RATIO: Final = (
    0.9  # nearest to second nearest distance (Lowe 2004, 7.1: 0.8; geometry sorts out the rest)
)
REPROJECTION: Final = 4.0  # px of the working image, an inlier's largest error
RANSAC_ROUNDS: Final = 2000  # at most
RANSAC_CONFIDENCE: Final = 0.999

# --- Verdict ------------------------------------------------------------------------------------
SAME_INLIERS: Final = 15  # benchmarks/README.md: of 115 strangers, only two look-alikes reach it
MAYBE_INLIERS: Final = 10  # likewise: one of the other 113 strangers reaches it
EVEN_INLIERS: Final = 10  # half of what has so many is right, by eye; calibrated later

# --- Proof --------------------------------------------------------------------------------------
PROOF_SIDE: Final = 720  # px, long side of each of the two
PROOF_LINES: Final = 60  # more hide what they join
