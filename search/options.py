"""Every number that was tuned: its unit, where it comes from, what turning it up costs."""

import math
from typing import Final

# --- The article's way (engine=article) --------------------------------------------------------
KEYPOINTS: Final = 32  # article: the strongest by response
DESCRIPTOR: Final = 64  # numbers in one KAZE descriptor (M-SURF, not extended)
ARTICLE_SIDE: Final = 1280  # px, long side past which an image is shrunk (KAZE: 530 bytes a pixel)
EXACT_PICTURES: Final = 10_000  # whose vectors are all compared; 8 KB of memory each, 4 us
SHORTLIST: Final = 40  # of more, those that compressed vectors propose; up: recall, 15 us each

# --- What may come in ---------------------------------------------------------------------------
MAX_BYTES: Final = 64 << 20  # bytes of one file; Telegram gives bots 20 MB
MAX_PIXELS: Final = 64_000_000  # of one image; memory of the decoder: about 7 bytes each
MAX_JPEG_PIXELS: Final = 256_000_000  # JPEG is decoded at 1/8 where that is enough
MAX_SIDE: Final = 32_000  # px
LONGEST_NAME: Final = 128  # characters, of a picture added by hand, or of a shelf
LONGEST_CAPTION: Final = 1024  # characters; Telegram's below a photo
MOST_TAGS: Final = 30  # of one picture
LONGEST_TAG: Final = 64  # characters
LONGEST_LINK: Final = 2048  # characters
UNDO_CHANGES: Final = 100  # by hand, that can be taken back; the pictures removed by them are kept
UNDO_SECONDS: Final = 7 * 24 * 3600  # and for how long
DECODE_SECONDS: Final = 10  # until a decoder is given up
DECODER_MEMORY: Final = 1 << 30  # bytes of address space of one decoder
DECODER_IMAGES: Final = 1000  # then a fresh decoder takes over: leaks end with it
FEW_LOOKED_AT: Final = 16  # pictures, before more get a process a core: it takes 0.2 s to start

# --- Clips: GIF and video -----------------------------------------------------------------------
CLIP_FRAMES: Final = 5  # that are looked up at most, each as a photo; up: seconds a stranger's clip
CLIP_SIDE: Final = 1280  # px, long side of a frame; Telegram sends most videos no larger
CLIP_ALIKE: Final = 2.0  # gray levels, mean: frames no farther apart are looked up once
CLIP_FORWARD: Final = 100_000_000  # pixels decoded from a key frame on; 50 frames of 1080p, 0.3 s
CLIP_SECONDS: Final = 5  # of the processor: what frames have come by then are enough
MAX_CLIP_PIXELS: Final = 9_000_000  # of one frame (4K); its decoder keeps up to 17 of 3 bytes each

# --- Features (engine=kaze) ---------------------------------------------------------------------
# Chosen on photos matched with their own pictures, in trials that are not kept; benchmarks/curve.py
# measures the like, so far on few photos. A picture fills only part of its photo, so photos are
# looked at more closely.
PHOTO_SIDE: Final = 960  # px, long side of a photo's working image
SLENDER: Final = 2.25  # long to short side, a phone's: longer photos have a longer working image
GLANCES: Final = (  # at a photo: px, features
    (320, 300),
    (480, 300),
)
GLANCED: Final = 150  # features of a glance that are looked up; 400 find no more negatives
EXACT_INLIERS: Final = 100  # of each picture of a glance that is enough: outlines within 0.5 %
LOOKS: Final = (  # after that: px, features, and for which shares of it explained so far
    (480, 300, 0.0, 0.01),  # where nothing is found yet
    (480, 1000, 0.7, 0.92),  # at what is left beside pictures that were found
    (960, 1000, 0.0, 0.7),  # where much is left, or everything
)
VOTERS: Final = 1000  # features looked up: the best half of the closest look's, then all of them
VOTERS_MIRRORED: Final = 400  # of them once more, mirrored; up: a stranger's CPU, 16 us each
EDGE: Final = 0.02  # of the photo's long side: keypoints nearer to an outline are its picture's
EXPLAINED: Final = 0.92  # of the photo's keypoints: enough for one look
PICTURE_SIDE: Final = 640  # px, of a picture's working image; time grows with the square of either
ENLARGED_SIDE: Final = 480  # px: smaller images are enlarged towards it
ENLARGE: Final = 4.0  # at most (quarter size: 35 % -> 100 % found)
SMALLEST_SIDE: Final = 40  # px: a level with a shorter long side has nothing to say
OCTAVES: Final = 2  # of KAZE in each level: enough to find the blobs of one
SUBLEVELS: Final = 3  # of KAZE in each octave
THRESHOLD: Final = 0.00003  # of KAZE's detector response; lower finds more and weaker keypoints
FAINT: Final = 96  # gray levels from dark to light; with fewer, as at night, the threshold sinks
FAINTEST: Final = 0.25  # share of these at which it sinks no more; less makes keypoints of noise
PICTURE_FEATURES: Final = 500  # of a picture that are kept, its best; 72 bytes each on disk
INDEX_FEATURES: Final = 500  # rows a picture has in the index, its best; 26 bytes each in memory
MANY_PICTURES: Final = 20_000  # from here on fewer rows a picture are indexed
INDEX_FEATURES_MANY: Final = 250  # namely so many
THINNEST: Final = 8  # px: KAZE finds nothing in a thinner image, and reads past the end of one row
CELLS: Final = 8  # a side: grid over which the kept keypoints are spread
PLAIN_FEATURES: Final = 10  # fewer: too plain to judge

# --- Index and votes ----------------------------------------------------------------------------
NEIGHBOURS: Final = 10  # rows looked up for each descriptor
EXACT_ROWS: Final = 5_000  # more rows than this: inverted lists instead of brute force
LISTS_PER_ROOT: Final = 4  # inverted lists = 4 sqrt(rows), as FAISS advises; 8 found no more
LIST_ROWS: Final = 256  # but as few that a list has so many rows, of which a lookup reads four
TRAINING: Final = 40  # rows a list for k-means
BRANCHES: Final = 5  # of their tree, below which the nearest lists are sought; up: CPU
PROBES: Final = 1 / 1600  # share of the lists that a lookup reads, between the next two; up: time
LEAST_PROBES: Final = 4  # 24 find the same pictures among 580 and 10,000; at a glance 1 in 70 more
MOST_PROBES: Final = 12  # likewise 16 among 100,580; with 8 one in 80 less is proposed at once
MOST_ROWS: Final = 34_000  # that it reads for each descriptor: 9 lists among a million pictures
OUTGROWN: Final = 4  # times the rows that a codebook was made for: another is made
FAN: Final = 4  # a part of the index is so many times as large as the next; down: fewer, dearer
FEW_PICTURES: Final = 64  # that are merged at once, in memory; more in the background, in files
UNSAVED_PICTURES: Final = 1_000  # changes that the next start reads from the collection, at most
UNSAVED_SHARE: Final = 1 / 8  # likewise, of all pictures
SEGMENT_PICTURES: Final = 100_000  # in one segment, at most
CANDIDATES: Final = 10  # pictures whose geometry is checked, as they are; as many mirrored
CHANCE: Final = 15  # place among the candidates from which on votes are chance
RISE: Final = 1.5  # times those votes a candidate must have: 1 of 30 right ones has less at first
CLEAR: Final = 4.0  # times those votes at a glance; down: more pictures are checked in vain
UNTOLD: Final = 2  # pictures that are checked at a glance where chance cannot be told
SUPPORT: Final = 3  # places where its votes agree, for a picture to be checked; 4 loses 1 in 100
CONTENDERS: Final = 60  # pictures with most votes of one turn and zoom, asked whether they agree
SUPPORT_ALONE: Final = 6  # places where they do, for one to be checked as well; 7 finds 1 in 5 less
FEW: Final = 100  # pictures that have votes: with fewer, even the last of CHANCE may be right
RIVAL: Final = 0.2  # of the votes of a picture that is there beyond doubt: fewer are not checked
CANDIDATES_AGAIN: Final = 6  # checked once what is found votes no more, or all features vote
ROUNDS: Final = 5  # of looking, at most: one more than brought something new

# --- An index server ----------------------------------------------------------------------------
REMOTE_SECONDS: Final = 10.0  # for an index server's answer; a lookup is refused then
REMOTE_WRITE_SECONDS: Final = 60.0  # likewise when rows are written or an index is loaded
REMOTE_BYTES: Final = 4 << 20  # of vectors sent at once; Milvus takes 64 MB
REMOTE_PICTURES: Final = 50  # sent, and then counted, together
REMOTE_TAIL: Final = 1_000  # pictures that it lacks and lookups find here; up: 0.1 MB, 2 ms each
REMOTE_PAUSES: Final = (1.0, 15.0)  # seconds until it is tried again: at first, at most
REMOTE_CHECK: Final = 600.0  # seconds, likewise where all was well: has it lost anything?

# --- Geometry -----------------------------------------------------------------------------------
RATIO: Final = (
    0.9  # nearest to second nearest distance (Lowe 2004, 7.1: 0.8; geometry sorts out the rest)
)
REPROJECTION: Final = 4.0  # px of the working image, an inlier's largest error
LOOSE: Final = 0.15  # of the distance: error of a similarity that one pair of keypoints fixes
TURN: Final = math.radians(30)  # by which a keypoint's angle may differ from what the view says
ZOOM: Final = math.log(1.7)  # likewise its size, as a logarithm
EVEN: Final = 0.4  # of the spread of all its detail; what is confirmed of 1 in 200 has less
LIKENESS: Final = 0.8  # cosine of two descriptors of one spot; nothing is rarer, so it may be low
AGREEING: Final = 10  # similarities with most support, of which that with most places is taken
SPOT: Final = 4.0  # px: inliers nearer to each other than this are one
RANSAC_ROUNDS: Final = 2000  # at most
RANSAC_CONFIDENCE: Final = 0.999
AFFINE_ROUNDS: Final = 10_000  # likewise of a stretched view; 2,000 find 1 squeezed in 25 less

# --- Verdict ------------------------------------------------------------------------------------
# Evidence, as a logit: without anything, for each factor of ten of the surprise, and for all of the
# picture's keypoints confirmed. The first was fitted by logistic regression on 1,079 right and 29
# wrong matches of edited photos, in a trial that is not kept; the second likewise on 115 right and
# 375 wrong ones that were doubtful, so that SAME_EVIDENCE means the same (benchmarks/README.md).
EVIDENCE: Final = (-4.89, 2.71, 8.43)
EVIDENCE_STRAIGHT: Final = (-6.5, 1.7, 17.0)
STRAIGHT_FEATURES: Final = 2000  # of a look straight on; half as many tell less of an overlay
ELSEWHERE: Final = (24, 48)  # px aside, where nothing of a picture should be
RECURRING: Final = 0.2  # of its detail confirmed there: more is a pattern's, and counts against it
LIKENESS_STRAIGHT: Final = 0.6  # cosine there, where the place is exact; up: overlays lose more
SAME_EVIDENCE: Final = 1.1  # fewer than one in a thousand strangers that share no design have more
MAYBE_EVIDENCE: Final = 0.0  # three times as many strangers have -1 or more
STRAIGHT_EVIDENCE: Final = -4.0  # from here on a look straight on; down: CPU of strangers
DOUBTFUL_EVIDENCE: Final = 2.5  # below: a look straight on, 57 ms of CPU; 3.5: 1 in 3,000 less
SURPRISING: Final = 100.0  # likewise below, however sure: words are seen in any logo
BENDABLE: Final = 15.0  # surprise; below, chance may have bent a view, which counts against it
UNLIKELY: Final = 1.3  # evidence less then, for each e-fold of the bend
SURE_EVIDENCE: Final = 3.5  # beyond doubt: no closer look

# --- Answers kept -------------------------------------------------------------------------------
ANSWERS_KEPT: Final = 2_000  # answers to be given again at once, those last asked for
ANSWERS_BYTES: Final = 16 << 20  # of memory for all of them; one answer takes 2 to 50 KB

# --- Sightings ----------------------------------------------------------------------------------
SIGHTING_FEATURES: Final = 200  # of one sighting, and as many of its halves: 29 KB on disk at most
SIGHTING_INDEXED: Final = 150  # of them, the best; up: seconds when segments are merged, and recall
SIGHTINGS_KEPT: Final = 5_000  # of one chat, the newest; 40 KB of memory each while they are asked
SIGHTINGS_LOADED: Final = 8_000  # in memory, of all chats together; beyond, chats are read anew
WATCHES_KEPT: Final = 20  # pictures that one person watches

# --- Duplicates ---------------------------------------------------------------------------------
# Look-alikes (signs in one frame, covers of one series) agree in a part of what they share. Of 580
# pictures 8 pairs of them, and of views of one building, have evidence enough: six have 0.50 to
# 0.81, two of signs in one frame 0.88 and 1.0. Of 182 edited samples all have 0.86 or more.
SHARED: Final = 0.4  # of the area of either; crops to half with room for error, no smaller details
SPREAD: Final = 0.83  # of the cells of what is shared; up: fewer look-alikes, then fewer copies

# --- Proof --------------------------------------------------------------------------------------
PROOF_SIDE: Final = 720  # px, long side of each of the two
PROOF_LINES: Final = 60  # more hide what they join

# --- Report -------------------------------------------------------------------------------------
# Tuned on 11 of samples/pictures x 70 edits and on 212 phone photos, so that what is said is right
# in 95 of 100 cases. Turning a number up makes its phrase rarer and surer, or it says otherwise.
REPORT_SIDE: Final = 640  # px, long side at which both are looked at in colour; half of 1280
REPORTS: Final = 5  # matches of one photo that are told of, at most; each costs a decode
PHRASES: Final = 6  # at most: more is a wall that nobody reads
ALIGNED_SIDE: Final = 256  # px, long side at which the two are compared; time ~ its square
ALIGNED_LEAST: Final = 24  # px: less of the picture than this on either side is not compared
WHOLE: Final = 0.965  # of the area: more than this is not cropped (outlines are 3 % off at worst)
TURNED: Final = 1.5  # degrees; outlines are 0.6 off at worst where the view is straight
RESIZED: Final = 0.03  # of the size
STRETCHED: Final = 1.05  # wider or taller by this factor
DEPTH: Final = 1.12  # farthest to nearest point of the picture: seen from the side
SLANT: Final = 2.5  # degrees that a right angle is off: likewise
FILLS: Final = 0.9  # of the photo: a picture that is turned and takes less shares it
CAPTION: Final = 0.6  # of the picture's height; words on more are a page. Down is surer
IMPRECISE: Final = 3.0  # times these where corners are less sure: at an angle, in squares
SURROUNDINGS_LEAST: Final = 0.03  # of the picture's side, what is added on a side
COVER_LEVELS: Final = 40  # gray levels by which what covers the picture must stand out
COVER_LEAST: Final = 0.005  # of the area, the smallest thing that covers it
COVERED: Final = (0.02, 0.3)  # of the area, all that covers it; more is a wrong match
LIKE: Final = 0.85  # correlation of luma: less is not compared
STRAIGHT: Final = 0.85  # likewise, and share of places that agree, for a word on contrast
GRAY: Final = 4.0  # levels of chroma: black and white; down is surer
TINT: Final = 8.0  # levels of chroma
OTHER: Final = 0.5  # likewise, of the strength of the picture's colours
STRANGE: Final = 0.3  # correlation of colours: less are others; down is surer
ALIKE: Final = 0.8  # likewise: more are the same, perhaps stronger or weaker
SATURATION: Final = 1.4  # strength of colours, by this factor
SHIFT: Final = 16.0  # gray levels brighter or darker
CONTRAST: Final = 1.25  # by this factor
BLURRED: Final = (0.47, 0.8)  # left of detail of 1.5 and of 3 px; turning these down is surer
SHARP: Final = 0.8  # likewise, of a photo that is unchanged
NOISE: Final = 0.9  # gray levels, median, at ALIGNED_SIDE
BLOCKY: Final = 1.9  # steps between JPEG's blocks, compared with others (quality 15 or less)
EQUAL: Final = 6.0  # gray levels that one pixel in a hundred may be off, unseen; down is surer
