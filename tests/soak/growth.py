"""What a process has of memory, threads and descriptors, and whether it grew."""

import gc
import re
import threading
from collections import Counter
from pathlib import Path

# Kivy keeps so many faces open, and no more
FONTS = 64


def reading():
    """RSS, PSS and anonymous memory in MB, threads by name, descriptors by what they are."""
    gc.collect()
    kept = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, size, *_ = line.split()
        kept[name.rstrip(":")] = int(size) / 1024
    threads = Counter(each.name for each in threading.enumerate())
    descriptors = Counter()
    fonts = 0
    for link in Path("/proc/self/fd").iterdir():
        try:
            # a font that was made anew meanwhile is still open as it was
            name = str(link.readlink()).removesuffix(" (deleted)")
        except OSError:
            continue
        if name.endswith((".otf", ".ttf")):
            fonts += 1
        else:
            descriptors[re.sub(r"\d+", "", name.split(":")[0])] += 1
    native = len(list(Path("/proc/self/task").iterdir()))
    return {
        "pss": kept["Pss"],
        "rss": kept["Rss"],
        "anonymous": kept["Anonymous"],
        "threads": dict(threads),
        "tasks": native,
        "descriptors": dict(descriptors),
        "fonts": fonts,
    }


def judge(world, asked):
    """Lines of what is wrong."""
    first, last = world.readings[asked.first], world.readings[asked.visits]
    wrong = []
    # resident memory: the proportional share moves with what other programs on the machine map
    ratio = last["rss"] / first["rss"]
    print(
        f"memory: {first['rss']:.1f} MB after {asked.first} visits, {last['rss']:.1f} MB after {asked.visits}: x {ratio:.4f} "
        f"(anonymous alone: {first['anonymous']:.1f} and {last['anonymous']:.1f} MB)"
    )
    if ratio > 1.0 + asked.tolerance:
        wrong.append(f"memory grew by {100 * (ratio - 1):.1f} %")
    if last["fonts"] > FONTS:
        wrong.append(f"{last['fonts']} open fonts")
    for what in ("threads", "descriptors"):
        more = {
            name: count - first[what].get(name, 0)
            for name, count in last[what].items()
            if count > first[what].get(name, 0)
        }
        if sum(last[what].values()) > sum(first[what].values()):
            wrong.append(f"{what} more: {more}")
    if last["tasks"] > first["tasks"]:
        wrong.append(f"tasks: {first['tasks']} became {last['tasks']}")
    return wrong
