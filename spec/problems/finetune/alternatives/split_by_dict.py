"""Groups in a dict, shuffled by the generator."""


def split(copies, valid_share, generator):
    members = {}
    for index, group in enumerate(copies):
        members.setdefault(group, []).append(index)
    groups = list(members.values())
    order = torch.randperm(len(groups), generator=generator)
    valid = []
    while len(valid) < valid_share * len(copies):
        valid.extend(groups[int(order[0])])
        order = order[1:]
    valid.sort()
    return [index for index in range(len(copies)) if index not in valid], valid
