"""Mathematics: formulas of LaTeX come out in Typst or are named as unreadable, and TeX takes our LaTeX."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.studentkit.report.markdown import Document, convert
from scripts.studentkit.report.typst_pdf import TypstError, compile_pdf
from tests.report_trees import PICTURE, about, answer, made, pages, write_student

NAMES = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi
varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega pm mp times div cdot ast star circ bullet cap
cup uplus sqcap sqcup vee wedge setminus oplus ominus otimes oslash odot dagger leq geq equiv models prec succ sim perp simeq
mid ll gg parallel subset supset approx subseteq supseteq cong neq in ni propto vdash notin leftarrow Leftarrow rightarrow
Rightarrow leftrightarrow Leftrightarrow mapsto longrightarrow Longrightarrow uparrow downarrow nearrow searrow to gets iff
implies ldots cdots vdots ddots aleph hbar ell Re Im prime emptyset nabla top bot angle forall exists neg partial infty
triangle sum prod coprod int oint iint bigcap bigcup bigvee bigwedge bigodot bigotimes bigoplus lfloor rfloor lceil rceil
langle rangle lVert rVert lvert rvert arccos arcsin arctan arg cos cosh det dim exp gcd inf ker lim liminf limsup ln log max
min Pr sin sinh sup tan tanh therefore because lesssim leqslant geqslant subsetneq square coloneqq triangleq
"""
FORMS = (
    r"""
\bar x|\hat x|\tilde x|\vec x|\dot x|\ddot x|\overline{ab}|\widehat{ab}|\underline x|\overbrace{a+b}^n|\underbrace{a+b}_n
\boldsymbol\theta|\mathbf W|\mathbb R|\mathcal L|\mathfrak g|\mathrm d|\mathsf T|\text{if } x|\frac12|\dfrac12|\binom nk
\sqrt[3]{x}|\left( \frac ab \right)|\left. x \right|_0|\big( x \big)|\|x\|_2|\begin{pmatrix}1&2\\3&4\end{pmatrix}
\begin{bmatrix}1&2\\3&4\end{bmatrix}|\begin{cases}1&x\\2&y\end{cases}|\operatorname{softmax}(x)|\operatorname*{arg\,max}_x
\stackrel{?}{=}|\underset{x}{\min}|a\;b\quad c\qquad d\!e\:f|x'|x''|\phantom{x}|\xrightarrow{a}|\boxed{x}|\cancel{x}
\begin{array}{cc}a&b\\c&d\end{array}|\sum\limits_{i=1}^n|x \in \{0,1\}|a \% b|\$5|a \# b|10\,000|\lambda^{-1}|x^{*}|a/b
""".replace("\n", "|")
    .strip("|")
    .replace(r"\right|_0", r"\right\vert_0")
    .replace(r"\|", "\0")
)
FORMULAS = [f"\\{name}" for name in NAMES.split()] + [form.replace("\0", r"\|") for form in FORMS.split("|")]


EVERYTHING = r"""
![A *picture* of $x_1$](figures/error.svg){width=30%}

![gone](figures/gone.svg)

> quoted

- a
  1. b

| a | b |
|--:|---|
| $\frac12$ | `x_1` |

~~gone~~ [a link](https://a.b/c_d%20e) and a note[^1]

```python
def f(x):
    return x  # \end{Highlighting}
```

```
\end{verbatim}\undefined
```

[^1]: a note
"""


def test_usual_formulas_are_typeset() -> None:
    converted = convert([Document(f"${formula}$") for formula in FORMULAS], ["typst"])
    unread = [formula for formula, piece in zip(FORMULAS, converted, strict=True) if piece.notes]
    assert unread == []
    refused = []
    for formula, piece in zip(FORMULAS, converted, strict=True):
        try:
            compile_pdf(piece.typst, Path("."), system_fonts=False)
        except TypstError as error:
            refused.append((formula, str(error)))
    assert refused == []


def test_spaces_keep_their_width() -> None:
    typst = convert([Document(r"$a\;b\!c\:d\,e \odot f \cap g \otimes h$")], ["typst"])[0].typst
    assert not re.search(r"#h\((0|-1)em\)", typst)
    assert "dot.o" in typst and "inter" in typst and "times.o" in typst


def test_array_keeps_columns_and_rules() -> None:
    array = r"$$\begin{array}{rr} 1 & -10 \\ 2 & 0 \\ \hline 3 & -10 \end{array}$$"
    typst = convert([Document(array)], ["typst"])[0].typst
    assert "augment: #(hline: 2)" in typst and "3, - 10" in typst
    compile_pdf(typst, Path("."), system_fonts=False)


def test_formula_is_mathml_without_scripts() -> None:
    html = convert([Document(r"$$ \frac{\partial \ell}{\partial W} $$")], ["html"])[0].html
    assert '<math display="block"' in html and "<mfrac>" in html and "<script" not in html


def _tex() -> str | None:
    for name in ("lualatex", "pdflatex"):
        if shutil.which(name) and all(
            subprocess.run(["kpsewhich", file], capture_output=True, check=False).returncode == 0
            for file in ("fancyvrb.sty", "longtable.sty", "booktabs.sty", "amssymb.sty", "fancyhdr.sty")
        ):
            return name
    return None


@pytest.mark.skipif(_tex() is None, reason="no TeX with the usual packages is installed here")
def test_tex_compiles_a_report(tmp_path: Path) -> None:
    tree = write_student(tmp_path)
    about(tree, name="O'Neil_$x$ #1 & Söhne", id="7%", references=["\\input{x} ~ ^ {"])
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "error.svg").write_text(PICTURE)
    answer(tree, "order", EVERYTHING)
    answer(
        tree,
        "many",
        "\n\n".join(
            f"$$ {formula} $$" for formula in FORMULAS if "coloneqq" not in formula and "cancel" not in formula
        ),
    )
    _, report = made(tree, latex=True)
    for name, data in report.tex.items():
        path = tmp_path / "overleaf" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    done = subprocess.run(
        [_tex() or "", "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "report.tex"],
        cwd=tmp_path / "overleaf", capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    texts = pages((tmp_path / "overleaf" / "report.pdf").read_bytes())
    assert any("Question 1. Order of addition" in text and "MISSING FIGURE" in text for text in texts)
    assert any("NOT ANSWERED" in text and "Question 3" in text for text in texts)


def _tex_for_all_directions() -> bool:
    found = _tex() == "lualatex" and all(
        subprocess.run(["kpsewhich", file], capture_output=True, check=False).stdout
        for file in ("babel-hebrew.tex", "babel-arabic.tex", "Amiri-Regular.ttf")
    )
    return found and "FreeSerif" in subprocess.run(["fc-list"], capture_output=True, text=True, check=False).stdout


@pytest.mark.skipif(not _tex_for_all_directions(), reason="no LuaLaTeX with Hebrew and Arabic is installed here")
def test_tex_typesets_right_to_left(tmp_path: Path) -> None:
    tree = write_student(tmp_path)
    about(tree, name="אדה לאבלייס", id="7", collaborators=["ليلى حسن"])
    answer(tree, "order", "\nהסדר משנה, `some code` $x_i + y$ כי כל סכום **חלקי** מעוגל:\n\n- אחת\n- שתיים 12.5\n")
    answer(tree, "many", "\nيعتمد الخطأ على عدد الحدود $n$. In English: חמש words.\n")
    answer(tree, "picture", "\nLatin with one שלום in it.\n")
    _, report = made(tree, latex=True)
    for name, data in report.tex.items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        ["lualatex", "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "report.tex"],
        cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert "Missing character" not in (tmp_path / "report.log").read_text(errors="replace")
    letters = [set(text) for text in pages((tmp_path / "report.pdf").read_bytes())]
    assert set("אדהלאביס") <= letters[0] and set("הסדרמשנ") <= letters[1] and set("שלום") <= letters[3]
    in_direction = report.tex["report.tex"].decode().split("\\question{")[1:]
    assert ["\\begin{otherlanguage}" in part for part in in_direction] == [True, True, False]


def test_latin_report_needs_no_babel(tmp_path: Path) -> None:
    _, report = made(write_student(tmp_path), latex=True)
    assert b"babel" not in report.tex["report.tex"]
