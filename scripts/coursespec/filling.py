"""Fill in a course's templates: of the student's tree, of the hand-out, and of Gradescope's files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scripts.coursespec.course import Course, Kind
from scripts.errors import SpecError


def fill_template(
    course: Course,
    kind: Kind,
    name: str,
    context: Mapping[str, Any],
    *,
    filters: Mapping[str, Callable[..., Any]] | None = None,
    comment_start: str = "{#",
) -> str:
    """Return a template's text, filled in.

    Lines that hold a statement alone leave no empty line, except in Gradescope's files, where a line may end with a statement.

    Args:
        course: whose templates come before the kit's.
        kind: of the template.
        name: of the template; in one of HTML, what is filled in is escaped.
        context: what the template may ask for.
        filters: that it may call besides Jinja's own.
        comment_start: what begins a comment.

    Raises:
        SpecError: the template has a mistake, or is no UTF-8.
    """
    import jinja2

    def load(asked: str) -> str | None:
        return course.read_template(kind, asked) if course.template(kind, asked) else None

    is_code = kind == "gradescope"
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(load),
        undefined=jinja2.StrictUndefined,
        trim_blocks=not is_code,
        lstrip_blocks=not is_code,
        keep_trailing_newline=True,
        comment_start_string=comment_start,
        autoescape=name.endswith(".html.j2"),
    )
    environment.filters.update(filters or {})
    try:
        return environment.get_template(name).render(context)
    except jinja2.TemplateNotFound as error:
        place = course.display_template(kind, name)
        raise SpecError(
            f"{place}: asks for the template {error.message}, which is not there; fix the template."
        ) from error
    except jinja2.TemplateSyntaxError as error:
        place = course.display_template(kind, error.name or name)
        raise SpecError(f"{place}:{error.lineno}: {error.message}; fix the template.") from error
    except jinja2.TemplateError as error:
        raise SpecError(f"{course.display_template(kind, name)}: {error.message}; fix the template.") from error
