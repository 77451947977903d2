"""The first of several equally good ones is chosen."""

FAILS = [
    "public/test_worked_examples.py::test_grid_search_by_hand",
    "hidden/test_grid_search.py::test_grid_search_takes_other_settings",
]


def grid_search(
    build: Any, grid: Any, train: Any, valid: Any, n_epochs: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    table = []
    for values in itertools.product(*grid.values()):
        settings = dict(zip(grid, values, strict=True))
        history = fit(build(**settings), train, valid, n_epochs)
        table.append({**settings, "accuracy": history["valid"][-1]})
    best = max(reversed(table), key=lambda row: row["accuracy"])
    return {name: best[name] for name in grid}, table
