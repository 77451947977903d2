// The marking page. Only text that the server has sanitised is put in as HTML; everything else is text.
"use strict";

const byId = (id) => document.getElementById(id);
const token = document.querySelector('meta[name="marking-token"]').content;
const COMMENT_PAUSE = 800;  // ms without typing after which a comment is saved

const state = {
  questions: [], question: null, second: false, cards: [], items: [], index: 0,
  answer: null,     // what the server said of the answer that is shown
  saving: Promise.resolve(),  // saves go one after another, each naming the event before it
  isDirty: false, timer: 0, done: [],  // done: answers that were saved, for undo, the newest last
};

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", body: JSON.stringify(body),
    headers: {"Content-Type": "application/json", "X-Marking-Token": token},
  };
  const response = await fetch(path, options);
  const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
  const given = isJson ? await response.json() : {problem: await response.text()};
  if (!response.ok) {
    const error = new Error(given.problem);
    error.status = response.status;
    throw error;
  }
  return given;
}

function say(words) { byId("status").textContent = words; }
function isSecond() { return state.second; }
function suffix() { return isSecond() ? "?second=1" : ""; }
function format(points) { return String(Math.round(points * 100) / 100); }
function count(number, one, many) { return `${format(number)} ${number === 1 ? one : many}`; }

function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function attempt(action) {
  return async (...given) => {
    try {
      return await action(...given);
    } catch (error) {
      say(error.status ? error.message : "The server does not answer. Is make mark still running?");
      return undefined;
    }
  };
}

// Questions.

async function loadOverview() {
  const overview = await ask("/api/overview");
  state.questions = overview.questions;
  byId("marker").textContent = overview.marker;
  const select = byId("questions");
  const chosen = select.value;
  select.replaceChildren(...overview.questions.map((one) => element("option", {value: one.id, textContent: nameOf(one)})));
  if (chosen) { select.value = chosen; }
  showProgress();
}

function nameOf(question) { return `${question.number}. ${question.title} (${question.marked} of ${question.answers})`; }

function showProgress() {
  const one = state.questions.find((question) => question.id === byId("questions").value);
  if (!one) { return; }
  const total = state.cards.length;
  const marked = state.cards.filter((card) => card.points !== null).length;
  byId("missing").hidden = isSecond();
  byId("progress").max = Math.max(1, total);
  byId("progress").value = marked;
  byId("progress-words").textContent = `${marked} of ${total}`;
  if (!isSecond()) {
    Object.assign(one, {marked, answers: total});
    byId("questions").selectedOptions[0].textContent = nameOf(one);
  }
  const twice = one.agreement;
  byId("agreement").textContent = twice
    ? `${twice.answers} marked twice: ${Math.round(100 * twice.exact)} % alike, mean difference ${format(twice.difference)}` : "";
}

const loadQuestion = attempt(async () => {
  if (!(await flush())) {
    byId("questions").value = state.question.id;
    return;
  }
  say("");
  const id = byId("questions").value;
  const question = await ask(`/api/question/${id}${suffix()}`);
  state.question = question;
  state.done = [];
  document.title = `${question.number}. ${question.title}`;
  byId("title").textContent = `${question.number}. ${question.title}`;
  byId("worth").textContent = count(question.points, "point", "points");
  byId("prompt").innerHTML = question.prompt;
  byId("model").innerHTML = question.model;
  byId("remarks").replaceChildren(...question.remarks.map((html) => element("li", {innerHTML: html})));
  takeState(question);
  const open = state.cards.findIndex((card) => card.points === null);
  await show(Math.max(0, open));
});

function takeState(given) {
  state.items = given.items;
  state.cards = given.cards;
  showItems();
  showHistory(given.history);
  showProgress();
}

// An answer.

const show = attempt(async (index) => {
  if (!(await flush())) { return; }
  if (!state.cards.length) {
    state.answer = null;
    byId("place").textContent = "";
    byId("problems").replaceChildren();
    const why = isSecond() ? "Nobody else has marked an answer of the sample yet." : "Nobody has handed in.";
    byId("answer").replaceChildren(element("p", {className: "none", textContent: why}));
    byId("report").hidden = true;
    byId("numbers-box").hidden = true;
    showMark();
    return;
  }
  const before = state.index;
  state.index = Math.min(Math.max(index, 0), state.cards.length - 1);
  const key = state.cards[state.index].key;
  byId("answer").classList.add("waiting");
  try {
    const answer = await ask(`/api/answer/${state.question.id}/${key}${suffix()}`);
    if (answer.key !== state.cards[state.index].key) { return; }  // the marker has gone on meanwhile
    state.answer = answer;
  } catch (error) {
    state.index = before;
    byId("answer").classList.remove("waiting");
    throw error;
  }
  showAnswer();
  const next = state.cards[state.index + 1];
  if (next) { fetch(`/api/answer/${state.question.id}/${next.key}${suffix()}`).catch(() => {}); }  // is rendered meanwhile
});

function showAnswer() {
  const answer = state.answer;
  byId("place").textContent = `${state.index + 1} of ${state.cards.length}`;
  const box = byId("answer");
  if (answer.empty) {
    box.replaceChildren(element("p", {className: "none", textContent: answer.report
      ? "No answer in the files; it may be in the PDF. Enter gives 0 points." : "No answer. Enter gives 0 points."}));
  } else {
    box.innerHTML = answer.html;
  }
  box.classList.remove("waiting");
  byId("numbers-box").hidden = !answer.numbers;
  byId("numbers").innerHTML = answer.numbers;
  const problems = [...answer.problems];
  if (answer.stale) { problems.push("This mark is of an earlier hand-in; look at it again and save it."); }
  byId("problems").replaceChildren(...problems.map((words) => element("li", {textContent: words})));
  byId("report").hidden = !answer.report;
  byId("report").href = `/report/${state.question.id}/${answer.key}`;
  window.scrollTo(0, 0);
  showMark();
}

function showMark() {
  const mark = state.answer && state.answer.mark;
  state.isDirty = false;
  clearTimeout(state.timer);
  for (const box of byId("items").querySelectorAll("input")) {
    box.checked = Boolean(mark) && mark.items.includes(Number(box.value));
  }
  byId("adjustment").value = mark ? String(mark.adjustment) : "0";
  byId("comment").value = mark ? mark.comment : "";
  for (const id of ["save", "undo", "previous", "next", "open"]) { byId(id).disabled = !state.answer; }
  showPoints();
  byId("saved").textContent = mark ? `saved by ${mark.marker}` : "not marked";
}

function showItems() {
  const chosen = new Set(chosenItems());
  byId("items").replaceChildren(...state.items.map((item, index) => {
    const box = element("input", {type: "checkbox", value: String(item.id), checked: chosen.has(item.id)});
    box.addEventListener("change", () => { showPoints(); save(); });
    const sign = item.points > 0 ? "+" : "";
    const label = element("label", {}, [
      box,
      element("span", {className: "number", textContent: sign + format(item.points)}),
      element("span", {className: "text", innerHTML: item.html || ""}),
    ]);
    if (index < 9) { box.setAttribute("aria-keyshortcuts", String(index + 1)); }
    const button = element("button", {type: "button", className: "small", textContent: "Edit"});
    button.setAttribute("aria-label", `Edit item ${index + 1}`);
    button.addEventListener("click", () => openEditor(item));
    const key = index < 9 ? [element("kbd", {textContent: String(index + 1)}), " "] : [];
    return element("li", {}, [label, element("span", {}, [...key, button])]);
  }));
  showPoints();
}

function showHistory(changes) {
  byId("history-box").hidden = !changes.length;
  byId("history").replaceChildren(...changes.map((one) => {
    const words = one.old === null ? `in use: ${one.new}` : one.new === null ? `removed: ${one.old}` : `${one.old} → ${one.new}`;
    return element("li", {textContent: `${one.at}, ${one.author}: ${words}`});
  }));
}

function chosenItems() {
  return [...byId("items").querySelectorAll("input:checked")].map((box) => Number(box.value));
}

function showPoints() {
  const chosen = new Set(chosenItems());
  for (const box of byId("items").querySelectorAll("input")) { box.closest("li").classList.toggle("on", box.checked); }
  const items = state.items.filter((item) => chosen.has(item.id)).reduce((sum, item) => sum + item.points, 0);
  const most = state.question ? state.question.points : 0;
  const points = Math.min(Math.max(items + (Number(byId("adjustment").value) || 0), 0), most);
  byId("points").textContent = `${format(points)} of ${format(most)}`;
}

// Saving.

function save() {
  if (!state.answer) { return Promise.resolve(false); }
  clearTimeout(state.timer);
  if (byId("adjustment").validity.badInput) {  // its value is empty, which would be 0
    state.isDirty = true;
    byId("saved").textContent = "NOT saved: the adjustment is no number";
    return Promise.resolve(false);
  }
  state.isDirty = false;
  const answer = state.answer;
  const body = {
    question: state.question.id, key: answer.key, second: isSecond(), items: chosenItems(),
    adjustment: Number(byId("adjustment").value) || 0, comment: byId("comment").value,
  };
  byId("saved").textContent = "saving";
  const saved = state.saving.then(attempt(async () => {
    try {
      take(answer, await ask("/api/mark", {...body, seen: answer.seen}));
      say("");
      state.done.push(answer.key);
      return true;
    } catch (error) {
      if (error.status === 409) { await showConflict(answer, error.message); return false; }
      if (answer === state.answer) {
        state.isDirty = true;  // and the page stays here until it can be saved
        byId("saved").textContent = "NOT saved";
      }
      throw error;
    }
  }));
  state.saving = saved;
  return saved;
}

function take(answer, given) {
  answer.seen = given.seen;
  answer.mark = given.mark;
  answer.stale = given.stale;
  const card = state.cards.find((one) => one.key === answer.key);
  if (card) { card.points = given.mark ? given.mark.points : null; }
  showProgress();
  if (answer === state.answer) { byId("saved").textContent = given.mark ? `saved by ${given.mark.marker}` : "not marked"; }
}

async function showConflict(answer, words) {
  const mine = byId("comment").value;
  const newer = await ask(`/api/answer/${state.question.id}/${answer.key}${suffix()}`);
  Object.assign(answer, newer);
  take(answer, newer);
  if (answer !== state.answer) { return; }
  showAnswer();
  const lost = mine && mine !== byId("comment").value ? ` Your comment was: ${mine}` : "";
  say(`${words} The page now shows theirs.${lost}`);
}

function touch() {
  state.isDirty = true;
  byId("saved").textContent = "not saved yet";
  showPoints();
  clearTimeout(state.timer);
  state.timer = setTimeout(save, COMMENT_PAUSE);
}

// Saves what is open, and gives whether everything is saved.
async function flush() {
  if (state.isDirty) { save(); }
  await state.saving;
  return !state.isDirty;
}

const saveAndNext = attempt(async () => {
  await state.saving;  // a box that was ticked a moment ago is saved already, and once is enough
  const isSaved = state.answer && state.answer.mark && !state.answer.stale && !state.isDirty;
  if (isSaved || await save()) { await step(1); }
});

async function step(by) {
  const target = state.index + by;
  if (target >= state.cards.length) {
    if (await flush()) { say("This was the last answer."); }
    return;
  }
  if (target >= 0) { say(""); await show(target); }
}

async function nextOpen() {
  if (!(await flush())) { return; }
  const count = state.cards.length;
  for (let ahead = 1; ahead <= count; ahead += 1) {
    const index = (state.index + ahead) % count;
    if (state.cards[index].points === null) { say(""); await show(index); return; }
  }
  say("Every answer to this question has a mark.");
}

// Missing answers, all at once.

const giveNoPoints = attempt(async () => {
  if (!state.question || !(await flush())) { return; }
  say("Looking for missing answers.");
  const given = await ask("/api/missing", {question: state.question.id});
  takeState(given);
  if (state.answer) { await show(state.index); }
  if (!given.zeros.length) { say("No answer without a mark is missing."); return; }
  state.done.push({zeros: given.zeros});
  const button = element("button", {type: "button", className: "small", textContent: "Take back"});
  button.addEventListener("click", undo);
  const count = given.zeros.length;
  byId("status").replaceChildren(`${count} missing answer${count === 1 ? " has" : "s have"} 0 points now. `, button);
});

async function restoreMissing(zeros) {
  const given = await ask("/api/restore-missing", {question: state.question.id, zeros});
  takeState(given);
  if (state.answer) { await show(state.index); }
  say(given.kept ? `Taken back, but for ${given.kept} that were marked since.` : "Taken back.");
}

const undo = attempt(async () => {
  if (!(await flush())) { return; }
  const last = state.done.pop();
  if (last && last.zeros) { await restoreMissing(last.zeros); return; }
  const key = last || (state.answer && state.answer.key);
  const index = state.cards.findIndex((card) => card.key === key);
  if (index < 0) { return; }
  if (index !== state.index) { await show(index); }
  const answer = state.answer;
  try {
    take(answer, await ask("/api/undo", {question: state.question.id, key, second: isSecond(), seen: answer.seen}));
    showMark();
    say("Taken back.");
  } catch (error) {
    if (error.status !== 409) { throw error; }
    await showConflict(answer, error.message);
  }
});

// Rubric items.

let edited = null;

function openEditor(item) {
  edited = item;
  byId("edit-title").textContent = item ? "Change an item" : "Add an item";
  byId("edit-uses").textContent = item ? `It is used in ${count(item.uses, "mark, which changes", "marks; all of them change")} with it.` : "";
  byId("edit-text").value = item ? item.text : "";
  byId("edit-points").value = item ? String(item.points) : "1";
  byId("edit-remove").hidden = !item;
  byId("edit").showModal();
  byId("edit-text").focus();
}

const sendItem = attempt(async (body) => {
  if (!(await flush())) { return; }
  try {
    takeState(await ask("/api/item", {question: state.question.id, second: isSecond(), ...body}));
    say("");
  } catch (error) {
    if (error.status === 409) { takeState(await ask(`/api/question/${state.question.id}${suffix()}`)); }
    throw error;
  }
  if (state.answer) { await show(state.index); }
  if (body.action === "remove") { offerRestore(body.id); }
});

function offerRestore(id) {
  const button = element("button", {type: "button", className: "small", textContent: "Put it back"});
  button.addEventListener("click", () => sendItem({action: "restore", id}));
  byId("status").replaceChildren("The item was removed from the rubric and from all marks. ", button);
}

function seenOf(item) { return {id: item.id, seen: {text: item.text, points: item.points}}; }

// Keys.

function isTyping(target) {
  return target.closest("textarea, select, input:not([type=checkbox])") !== null;
}

function onKey(event) {
  if (document.querySelector("dialog[open]") || event.altKey || event.metaKey) { return; }
  const target = event.target;
  if (event.key === "Escape" && isTyping(target)) { target.blur(); return; }
  const isEnter = event.key === "Enter";
  if (isEnter && target.closest("button, summary, a")) { return; }
  if (isEnter && (!isTyping(target) || event.ctrlKey || target.id === "adjustment")) {
    event.preventDefault();
    target.blur();
    saveAndNext();
    return;
  }
  if (isTyping(target) || event.ctrlKey) { return; }
  const isWide = target.scrollWidth > target.clientWidth + 1;
  if (event.key.startsWith("Arrow") && target.id === "answer" && isWide) { return; }  // scrolls it
  const actions = {
    j: () => step(1), ArrowRight: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1), n: nextOpen, u: undo,
    a: () => { byId("adjustment").focus(); byId("adjustment").select(); }, c: () => byId("comment").focus(),
    p: () => { byId("prompt-box").open = !byId("prompt-box").open; },
    m: () => { byId("model-box").open = !byId("model-box").open; }, "?": () => byId("help").showModal(),
  };
  const box = /^[1-9]$/.test(event.key) ? byId("items").querySelectorAll("input")[Number(event.key) - 1] : null;
  if (box && state.answer) {
    event.preventDefault();
    box.click();
  } else if (actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
}

document.addEventListener("keydown", onKey);
byId("questions").addEventListener("change", () => { byId("questions").blur(); loadQuestion(); });
byId("second").addEventListener("change", attempt(async () => {
  const isSaved = await flush();  // as the kind of mark that it is
  if (isSaved) { state.second = byId("second").checked; }
  byId("second").checked = state.second;
  await loadOverview();
  await loadQuestion();
}));
byId("previous").addEventListener("click", () => step(-1));
byId("next").addEventListener("click", () => step(1));
byId("open").addEventListener("click", nextOpen);
byId("missing").addEventListener("click", giveNoPoints);
byId("undo").addEventListener("click", undo);
byId("help-button").addEventListener("click", () => byId("help").showModal());
byId("add").addEventListener("click", () => openEditor(null));
byId("mark").addEventListener("submit", (event) => { event.preventDefault(); saveAndNext(); });
byId("adjustment").addEventListener("input", touch);
byId("comment").addEventListener("input", touch);
byId("edit-cancel").addEventListener("click", () => byId("edit").close());
byId("edit-remove").addEventListener("click", () => {
  byId("edit").close();
  sendItem({action: "remove", ...seenOf(edited)});
});
byId("edit-form").addEventListener("submit", () => {
  const values = {text: byId("edit-text").value, points: Number(byId("edit-points").value)};
  sendItem(edited ? {action: "change", ...seenOf(edited), ...values} : {action: "add", ...values});
});
window.addEventListener("beforeunload", (event) => {
  if (state.isDirty) { save(); event.preventDefault(); }
});

byId("second").checked = false;  // some browsers keep it when a page is loaded again
attempt(async () => {
  await loadOverview();
  await loadQuestion();
})();
