"""torch.nn.utils gives the norm; copies of all weights are kept under their numbers, moved or not."""

from copy import deepcopy


class SAM:
    def __init__(self, params: Any, base_optimizer: Any, rho: float = 0.05, **kwargs: Any) -> None:
        params = list(params)
        groups = params if isinstance(params[0], dict) else [{"params": params}]
        self.parameters = [p for group in groups for p in group["params"]]
        self.base_optimizer = base_optimizer(groups, **kwargs)
        self.rho = rho
        self.old: dict[int, Tensor] = {}

    def first_step(self) -> None:
        self.old = {number: p.data.clone() for number, p in enumerate(self.parameters)}
        norm = float(torch.nn.utils.get_total_norm([p.grad for p in self.parameters if p.grad is not None]))
        for p in self.parameters:
            if p.grad is not None:
                p.data += self.rho / max(norm, 1e-12) * p.grad

    def second_step(self) -> None:
        for number, p in enumerate(self.parameters):
            p.data.copy_(self.old[number])
        self.base_optimizer.step()

    def zero_grad(self) -> None:
        for p in self.parameters:
            if p.grad is not None:
                p.grad.zero_()

    def state_dict(self) -> dict[str, Any]:
        return {"optimizer": deepcopy(self.base_optimizer.state_dict()), "rho": self.rho}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.rho = state["rho"]
        self.base_optimizer.load_state_dict(state["optimizer"])
