"""This works for the settings n1, n2 and activation only. The names are those of the grid."""

FAILS = [
    "hidden/test_grid_search.py::test_grid_search_takes_other_settings",
    "hidden/test_grid_search.py::test_grid_search_trains_on_the_training_set",
]


def grid_search(
    build: Any, grid: Any, train: Any, valid: Any, n_epochs: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    table = []
    for n1, n2, activation in itertools.product(grid["n1"], grid.get("n2", [40]), grid["activation"]):
        settings = {"n1": n1, "n2": n2, "activation": activation}
        settings = {name: value for name, value in settings.items() if name in grid}
        history = fit(build(**settings), train, valid, n_epochs)
        table.append({**settings, "accuracy": history["valid"][-1]})
    best = max(table, key=lambda row: row["accuracy"])
    return {name: best[name] for name in grid}, table
