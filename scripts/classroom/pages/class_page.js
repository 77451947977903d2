// Tables sorted by a click on a heading, people filtered as one types; without this script the page shows the same, unsorted.
"use strict";
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const heading = button.closest("th");
    const table = heading.closest("table");
    const column = [...heading.parentNode.children].indexOf(heading);
    const up = heading.getAttribute("aria-sort") !== "ascending";
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = table.tBodies[0];
    const value = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
    const rows = [...body.rows].sort((one, other) => {
      const a = value(one), b = value(other);
      if (a === "" || b === "") return (a === "") - (b === ""); // what is not known stays last
      const order = a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : a.localeCompare(b);
      return up ? order : -order;
    });
    body.append(...rows);
  });
}
const filter = document.getElementById("filter");
const shown = document.getElementById("shown");
if (filter) {
  const rows = [...document.querySelectorAll("#people tbody tr")];
  filter.addEventListener("input", () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      count += !row.hidden;
    }
    shown.textContent = words.length ? `${count} of ${rows.length} shown` : "";
  });
}
// A link to a person opens what hides the row.
addEventListener("hashchange", () => {
  const row = document.querySelector(":target");
  if (row && row.hidden && filter) { filter.value = ""; filter.dispatchEvent(new Event("input")); row.scrollIntoView(); }
});
