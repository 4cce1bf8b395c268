"use strict";
// The form is made from what the server says of the model; every change goes there at once, and what it does comes back.

const token = location.hash.slice(1);
const SCREENS = { attract: "First screen", menu: "Menu", closed: "Closed" };
const at = (id) => document.getElementById(id);
let state = null;
let asked = 0;

async function ask(path, change) {
  const given = { headers: { "X-Kiosk-Edit": token } };
  if (change !== undefined) {
    given.method = "POST";
    given.headers["Content-Type"] = "application/json";
    given.body = JSON.stringify(change);
  }
  try {
    return await fetch(path, given);
  } catch (fault) {
    at("standing").textContent = "Nobody answers: start the command again. Every change so far is kept.";
    at("standing").className = "bad";
    throw fault;
  }
}

function made(kind, text, more = {}) {
  const node = document.createElement(kind);
  if (text !== undefined) node.textContent = text;
  return Object.assign(node, more);
}

function button(text, act) {
  return made("button", text, { type: "button", onclick: act });
}

async function change(what, path, said = "", by = 0) {
  const answer = await ask("/change", { what, path, said, by });
  const told = await answer.json();
  if (!answer.ok) return String(told.detail);
  show(told);
  return "";
}

// --- the form

function field(path, each) {
  const box = made("div", undefined, { className: "key" });
  const id = [...path, each.name].join(".");
  box.append(made("label", each.name + (each.needed ? " *" : ""), { htmlFor: id }));
  let input;
  if (each.form === "choice") {
    input = made("select");
    input.append(made("option", each.default ? `– (${each.default})` : "–", { value: "" }));
    for (const word of each.choices) input.append(made("option", word, { value: word }));
    if (each.value && !each.choices.includes(each.value)) input.append(made("option", each.value, { value: each.value }));
  } else {
    input = made(each.form === "lines" ? "textarea" : "input", undefined, { placeholder: each.form === "money" ? "22.50" : each.example.replaceAll('"', "").replace(/^\[(.*)\]$/, "$1") });
    if (each.form === "words") input.placeholder = "nl: … | fr: …";
    if (each.form === "list" && each.choices.length) input.title = each.choices.join(", ");
  }
  input.id = id;
  input.value = each.value;
  const wrong = made("span", "", { className: "wrong" });
  input.onchange = async () => { wrong.textContent = await change("put", [...path, each.name], input.value); };
  box.append(input, made("p", each.means.replaceAll("`", ""), { className: "means" }), wrong);
  for (const error of state.errors) if (error.key === dotted(path, each.name)) wrong.textContent = error.message;
  return box;
}

// the check calls places, choices and languages by their names, other rows by their number
function dotted(path, name) {
  const names = path.map((part, index) => {
    if (typeof part !== "number" || index !== 1) return part;
    const section = state.form.find((each) => each.path[0] === path[0]);
    const called = { places: "id", menu: "id", languages: "code" }[path[0]];
    const found = called && section.tables[part]?.fields.find((each) => each.name === called);
    return found ? found.value : part;
  });
  return [...names, name].join(".");
}

function table(section) {
  const box = made("details");
  const key = section.path.join(".");
  box.dataset.path = key;
  box.open = opened.has(key);
  box.ontoggle = () => (box.open ? opened.add(key) : opened.delete(key));
  const count = section.rows || section.named ? ` · ${section.tables.length}` : section.tables.length ? "" : " · not there";
  box.append(made("summary", section.title + count), made("p", section.says.replaceAll("`", ""), { className: "says" }));
  section.tables.forEach((row, index) => {
    const inside = made("div", undefined, { className: section.rows || section.named ? "row" : "" });
    if (section.rows || section.named) {
      const named = row.fields.find((each) => ["name", "id", "code", "title"].includes(each.name) && each.value);
      inside.append(made("h3", named ? named.value : String(row.path.at(-1))));
      if (section.rows && section.tables.length > 1) {
        if (index) inside.append(button("Earlier", () => change("move", row.path, "", -1)));
        if (index < section.tables.length - 1) inside.append(button("Later", () => change("move", row.path, "", 1)));
      }
    }
    inside.append(button("Take away", () => change("remove", row.path)));
    for (const each of row.fields) inside.append(field(row.path, each));
    for (const each of row.inside) inside.append(table(each));
    box.append(inside);
  });
  if (section.named) {
    const name = made("input", undefined, { placeholder: "name" });
    box.append(name, button("Add", () => name.value && change("add", [...section.path, name.value])));
  } else if (section.rows || !section.tables.length) {
    box.append(button("Add", () => { opened.add(key); change("add", section.path); }));
  }
  return box;
}

const opened = new Set();

// --- calendar and prices

async function calendar() {
  const months = await (await ask(`/days?place=${encodeURIComponent(at("place").value)}`)).json();
  const box = made("div", undefined, { className: "months" });
  for (const month of months) {
    const grid = made("div", undefined, { className: "month" });
    grid.append(made("h3", month.name));
    for (let day = 0; day < month.before; day++) grid.append(made("span"));
    month.days.forEach((each, index) => {
      const day = button(String(index + 1), () => change("closing", [], each.day));
      day.className = `day${each.hours ? " open" : ""}${each.differs ? " differs" : ""}`;
      day.title = `${each.day}: ${each.hours || "closed"}`;
      day.setAttribute("aria-label", day.title);
      grid.append(day);
    });
    box.append(grid);
  }
  at("calendar").replaceChildren(box);
}

function prices() {
  const found = state.prices.flatMap((grid) => {
    const letters = [...new Set(grid.lines.flatMap((line) => Object.keys(line.cells)))].sort();
    const box = made("table");
    const head = made("tr");
    head.append(made("th", `from ${grid.from}${grid.until ? ` to ${grid.until}` : ""}`));
    for (const letter of letters) head.append(made("th", letter));
    box.append(head);
    for (const line of grid.lines) {
      const row = made("tr");
      row.append(made("th", line.what));
      for (const letter of letters) {
        const cell = line.cells[letter];
        const text = cell === undefined ? "" : cell === null ? "ask" : cell.length ? cell.map((cents) => (cents / 100).toFixed(2)).join(" or ") : "HOLE";
        row.append(made("td", text, { className: text === "HOLE" ? "hole" : text === "ask" ? "ask" : "" }));
      }
      box.append(row);
    }
    return [box];
  });
  at("prices").replaceChildren(...found);
}

// --- what residents get

function options(id, rows) {
  const before = at(id).value;
  at(id).replaceChildren(...rows.map(([value, text]) => made("option", text, { value })));
  if (rows.some(([value]) => value === before)) at(id).value = before;
}

async function picture(id, path) {
  const answer = await ask(path);
  const there = answer.ok && answer.status === 200;
  at(id).hidden = !there;
  if (there) at(id).src = URL.createObjectURL(await answer.blob());
  return answer.ok;
}

async function live() {
  const mine = ++asked;
  const wish = new URLSearchParams({ what: at("what").value, language: at("language").value, place: at("place").value, card: at("card").checked });
  const shown = await picture("screen", `/screen?${wish}`);
  if (mine !== asked) return;
  at("unseen").textContent = shown ? (state.errors.length ? "As it was before the mistakes." : "") : "There is nothing to show of this.";
  await picture("paper", `/paper?${wish}`);
  const answer = await ask(`/why?${wish}`);
  at("why").replaceChildren(...(answer.ok ? await answer.json() : []).map((line) => made("li", line)));
  document.body.dataset.drawn = String(mine);
}

// --- all of it

function show(told) {
  state = told;
  at("file").textContent = told.file;
  document.title = told.file;
  const bad = told.errors.map((each) => `${each.key}: ${each.message}`);
  const good = `No mistakes, ${told.notices.length} notices. ${told.saved ? "The file is as you see it." : "Not saved yet; your changes are kept."}`;
  if (told.outside) bad.unshift(told.outside);
  at("standing").textContent = bad.length ? bad.join("\n") : good;
  at("standing").className = bad.length ? "bad" : "";
  at("save").disabled = bad.length > 0 || told.saved;
  at("again").disabled = told.saved;
  const focused = document.activeElement?.id;
  at("form").replaceChildren(...told.form.map(table));
  if (focused) document.getElementById(focused)?.focus();
  options("what", [...Object.entries(SCREENS), ...told.services.map((each) => [each.id, each.name])]);
  options("language", told.languages.map((code) => [code, code]));
  options("place", told.places.map((each) => [each.id, each.name]));
  prices();
  calendar();
  live();
}

for (const id of ["what", "language", "card"]) at(id).onchange = live;
at("place").onchange = () => { calendar(); live(); };
at("save").onclick = async () => {
  const answer = await ask("/save", {});
  if (answer.ok) show(await answer.json());
  else at("standing").textContent = `The file could not be written (${answer.status}). Your changes are kept.`;
};
at("again").onclick = () => change("again", []);
ask("/state").then(async (answer) => {
  if (answer.ok) show(await answer.json());
  else at("standing").textContent = "Open the whole address that the command told you.";
});
