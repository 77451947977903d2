"""This is the result when each model is trained for one epoch only."""

FAILS = [
    "hidden/test_grid_search.py::test_grid_search_builds_a_model_for_each_combination",
    "hidden/test_grid_search.py::test_grid_search_chooses_on_the_validation_set",
    "hidden/test_grid_search.py::test_grid_search_returns_the_table",
]


def grid_search(
    build: Any, grid: Any, train: Any, valid: Any, n_epochs: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    table = []
    for values in itertools.product(*grid.values()):
        settings = dict(zip(grid, values, strict=True))
        history = fit(build(**settings), train, valid, 1)
        table.append({**settings, "accuracy": history["valid"][-1]})
    best = max(table, key=lambda row: row["accuracy"])
    return {name: best[name] for name in grid}, table
