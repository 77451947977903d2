"""What an assignment says of assistants that write code and text, in words for its students."""

from __future__ import annotations

from typing import Literal

import msgspec

Use = Literal["none", "tutor", "free"]


class AiPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``[ai]`` of an assignment."""

    policy: Use


TITLE = "Artificial intelligence"

# For the hand-out and the README, in Markdown. AGENTS.md, which says the same to assistants, is a template of the student's tree.
PARAGRAPHS: dict[Use, str] = {
    "none": """You must **not** use generative artificial intelligence for any material or content of this assignment: neither
code nor answers nor figures. The folder holds an `AGENTS.md` that asks assistants in editors to decline; leave it there. What
your editor suggests as you type counts too, so turn that off here.""",
    "tutor": """You may ask an assistant about ideas, error messages and documentation, as you would ask a tutor. You may not
let it write the code or the answers that you hand in. The folder holds an `AGENTS.md` that asks assistants in editors to work
that way; leave it there. Name what you used under `references` in `report/about.toml`. Be ready to explain every line that you
hand in.""",
    "free": """You may use any assistant, for code and for text. Name it, and what it did, under `references` in
`report/about.toml`. You answer for everything that you hand in: check what it says, and be ready to explain every line.""",
}
