"""What a person sees of a piece of paper: lines, the words in them, where each stands and its letters; not the dots.

Two versions of a typeface draw other dots of the same text.  Whoever reads both sees one paper: as many lines, in each
the same words in the same order at the same place, the same letters in them, and nothing beside.
"""

import cv2
import numpy as np

HOLE = 0.3  # of a line's height: what is wider than this between two letters parts two words
AWAY = 8  # dots (1 mm) by which a line or a word may stand elsewhere
WIDER = 0.05  # of a word's width by which it may be wider or narrower, 2 dots at least
LETTER = 0.5  # of a line's height: the piece of a word that is looked at at a time
BLUR = 1.5  # dots: what is finer is the typeface's business
# Correlation of the pieces of one word.  Inter 4.1 beside 4.0 beta 7 has 0.77 at least; another word is far below,
# most other figures as well; an 8 for a 9 is not always told from another cut of the 9.
ALIKE = 0.73


def differences(seen, wanted):
    """What somebody who knows `wanted` misses or finds too much in `seen`, in words; both are dots, True is ink."""
    here, there = stretches(seen.any(axis=1), 3), stretches(wanted.any(axis=1), 3)
    if len(here) != len(there):
        return [f"{len(here)} lines instead of {len(there)}"]
    told = []
    for number, ((top, bottom), (first, last)) in enumerate(zip(here, there, strict=True), 1):
        if max(abs(top - first), abs(bottom - last)) > AWAY:
            told.append(f"line {number} stands at {top} to {bottom} instead of {first} to {last}")
        else:
            told += [f"line {number}: {each}" for each in of_line(seen[top:bottom], wanted[first:last])]
    return told


def of_line(seen, wanted):
    """The same of one line."""
    told = []
    rest = seen.any(axis=0)
    for left, right in stretches(wanted.any(axis=0), max(2, round(HOLE * wanted.shape[0]))):
        word = wanted[:, left:right]
        start, end = place(seen, word, left)
        alike = letters(seen[:, start:end], word)
        if alike < ALIKE:
            told.append(f"other letters at {left} to {right} ({alike:.2f})")
        rest[max(0, start - 4) : end + 4] = False
    return told + [f"too much at {left} to {right}" for left, right in stretches(rest, AWAY)]


def place(seen, word, left):
    """(left, right) near `left` where the word is found best: first as wide as it is, then a little wider or narrower."""
    width = word.shape[1]
    wider = max(2, round(WIDER * width))
    wanted = shrunk(word, word.shape)

    def best(starts, widths):
        found = []
        for start in starts:
            for end in {start + each for each in widths if start >= 0 and start + each <= seen.shape[1]}:
                other = shrunk(seen[:, start:end], word.shape)
                sizes = float(np.linalg.norm(wanted) * np.linalg.norm(other))
                moved = abs(start - left) + abs(end - left - width)
                found.append((round(float((wanted * other).sum()) / sizes, 3) if sizes else 0.0, -moved, start, end))
        return max(found)[2:] if found else (left, left + width)

    start, _ = best(range(left - AWAY, left + AWAY + 1), [width])
    return best(range(start - 2, start + 3), range(max(1, width - wider), width + wider + 1))


def shrunk(ink, shape):
    """How dark the ink is, cell by cell, as if it had this shape."""
    rows, columns = (max(2, round(each / 4)) for each in shape)
    return cv2.resize(ink.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)


def letters(seen, word):
    """How much alike the two are where they are least so: 1 the same, 0 nothing in common."""
    if not seen.size:
        return 0.0
    rows, columns = word.shape
    wanted = cv2.GaussianBlur(word.astype(np.float32), (0, 0), BLUR)
    fitted = cv2.resize(seen.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    around = cv2.copyMakeBorder(cv2.GaussianBlur(fitted, (0, 0), BLUR), 3, 3, 4, 4, cv2.BORDER_CONSTANT, value=0)
    width = max(6, round(LETTER * rows))
    worst = 1.0
    for left in range(0, max(1, columns - width + 1), 2):
        piece = wanted[:, left : left + width]
        if piece.std() >= 0.02:
            found = cv2.matchTemplate(around[:, left : left + width + 8], piece, cv2.TM_CCOEFF_NORMED).max()
            worst = min(worst, float(found))
    return worst


def stretches(ink, hole):
    """(first, last + 1) of each stretch of ink; a hole of at most so many belongs to the stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], ink.astype(np.int8), [0]])))
    joined = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if joined and first - joined[-1][1] <= hole:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
