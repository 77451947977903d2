"""Charts as SVG inside a page: colours by the page's own variables, a title for whoever cannot see them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, BASE = 640, 200, 170  # units of the drawing; the page scales it


def histogram(counts: Sequence[int]) -> Markup:
    """Return a chart of how many people are in each tenth of the points."""
    most = max(1, *counts)
    step = WIDTH / len(counts)
    parts = []
    for index, count in enumerate(counts):
        height = (BASE - 24) * count / most
        x, y = index * step + 4, BASE - height
        low, high = 100 * index // len(counts), 100 * (index + 1) // len(counts)
        title = Markup("<title>{} to {} %: {}</title>").format(low, high, _people(count))
        parts.append(
            Markup('<g>{}<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="3"/></g>').format(
                title, x, y, step - 8, height
            )
        )
        if count:
            parts.append(
                Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>').format(
                    x + step / 2 - 4, y - 6, count
                )
            )
        parts.append(
            Markup('<text class="axis" x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
                x + step / 2 - 4, BASE + 18, f"{low}-{high}"
            )
        )
    label = f"Distribution of points in percent, from 0 to 100: {', '.join(map(str, counts))} people in each tenth"
    return Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>').format(
        label, WIDTH, HEIGHT, Markup("").join(parts)
    )


def share_bar(share: float) -> Markup:
    """Return a bar of a share in [0, 1]; the number stands beside it in the table."""
    return Markup(
        '<svg class="share" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">'
        '<rect class="track" width="100" height="8" rx="2"/><rect class="bar" width="{:.1f}" height="8" rx="2"/></svg>'
    ).format(100 * min(1.0, max(0.0, share)))


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"
