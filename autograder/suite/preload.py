"""Which modules the fork server imports once, instead of every worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from autograder.submission.outline import read_outlines

# Modules of packages that code usually imports one by one. A list of ours: the server imports no name of a submission's.
PARTS = {
    "matplotlib": ["matplotlib.pyplot"],  # a worker may not read the user's own styles, which this looks for
    "sklearn": ["sklearn.datasets", "sklearn.metrics", "sklearn.model_selection"],
    "tqdm": ["tqdm.auto"],
}
# What torch imports when something is first used, which takes up to a second and would happen in every worker.
LAZILY_IMPORTED = {b"optim": "torch._dynamo", b"autograd": "torch.fx.experimental.symbolic_shapes"}


def modules_to_preload(files: Mapping[str, bytes], allowed: Iterable[str]) -> list[str]:
    """Return the modules that the code of a submission is likely to import.

    Args:
        files: the submission's files by path.
        allowed: the packages that student code may import.
    """
    found: set[str] = set()
    sources = [content for path, content in files.items() if path.endswith(".py")]
    for outline in read_outlines(sources):
        found |= {one.name.partition(".")[0] for one in outline.imports}
    whole = b"".join(sources)
    lazy = [module for word, module in LAZILY_IMPORTED.items() if word in whole]
    packages = sorted(found & set(allowed))
    return [*packages, *(part for package in packages for part in PARTS.get(package, [])), *lazy]
