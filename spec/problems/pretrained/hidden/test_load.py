"""load_image on good and on damaged files."""

import io

import numpy as np
import torch

from testkit import check, number, weight
from testkit.probes import pretrained as probes


def written(rng, kind):
    """Return a picture's file as bytes, and its pixels."""
    pixels = torch.randint(0, 256, (40, 30, 3), generator=rng, dtype=torch.uint8).numpy()
    file = io.BytesIO()
    probes.make_image(pixels).save(file, kind)
    return file.getvalue(), pixels


@number("11")
@weight(1)
def test_reads_good_files(student, rng):
    """load_image reads a picture's file and keeps its mode; where there is no file it raises a FileNotFoundError."""
    tools = student.module("testkit.probes.pretrained")
    load_image = student.module("src.pretrained").load_image
    pixels = written(rng, "png")[1]
    for mode in ("RGB", "L", "RGBA"):
        file = io.BytesIO()
        image = probes.make_image(pixels, mode)
        image.save(file, "png")
        kind, value, found = check.unpack(tools.load(load_image, "good.png", file.getvalue()), 3)
        check.equal(kind, "picture", what="what load_image gives")
        check.equal(value, np.asarray(image.convert("RGB")), what="the picture's pixels")
        check.that(found == mode, "The picture should be in the mode that its file has.", values=f"{found}, not {mode}",
                   hint="Which of your functions makes a picture RGB, and what does it have to do before that?")
    kind = check.unpack(tools.load(load_image, "nowhere.png", None), 3)[0]
    check.equal(kind, "FileNotFoundError", what="what load_image gives where there is no file",
                hint="A file that is missing is not a damaged one. Which exceptions do you catch?")


@number("12")
@weight(2)
def test_refuses_damaged_files(student, rng):
    """load_image raises a ValueError of one sentence, with the file's name, for a file that is no picture or is cut off."""
    tools = student.module("testkit.probes.pretrained")
    load_image = student.module("src.pretrained").load_image
    cut = [(f"cut.{kind}", written(rng, kind)[0][:1000]) for kind in ("png", "jpeg")]
    for name, content in [("notes.jpg", b"no picture at all"), *cut, ("empty.png", b"")]:
        kind, message, _ = check.unpack(tools.load(load_image, name, content), 3)
        check.equal(
            kind,
            "ValueError",
            what="what load_image gives for a damaged file",
            hint="Pillow reads the pixels late: when does it find out that the end of a file is missing?",
        )
        check.that(
            isinstance(message, str) and name in message and len(message) < 300 and "\n" not in message.strip(),
            "The message of load_image should be one sentence that names the file.",
        )
