"""All gradients joined into one vector, whose norm is taken; the weights are rebound through .data."""


class SAM(SAM):
    def first_step(self) -> None:
        everything = [p for group in self.base_optimizer.param_groups for p in group["params"]]
        moving = [p for p in everything if p.grad is not None]
        self.saved = [(p, p.data) for p in moving]
        if not moving:
            return
        whole = torch.cat([p.grad.reshape(-1) for p in moving])
        length = torch.linalg.vector_norm(whole)
        step = self.rho * whole / length if length > 0 else torch.zeros_like(whole)
        for p, part in zip(moving, step.split([p.numel() for p in moving])):
            p.data = p.data + part.view_as(p)

    def second_step(self) -> None:
        for p, value in self.saved:
            p.data = value
        self.base_optimizer.step()

    def zero_grad(self) -> None:
        for group in self.base_optimizer.param_groups:
            for p in group["params"]:
                p.grad = None
