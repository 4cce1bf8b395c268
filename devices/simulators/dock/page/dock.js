"use strict";

const el = (id) => document.getElementById(id);
const KEYS = ["up", "1", "2", "3", "help", "down", "4", "5", "6", "repeat", "back", "7", "8", "9", "volume_up", "ok", "", "0", "", "volume_down"];
const LABELS = { up: "▲", down: "▼", back: "Back", ok: "OK", help: "Help", repeat: "Again", volume_up: "Vol +", volume_down: "Vol −" };
const SAID = {
  paper_end: "Paper out", near_end: "Paper nearly out", cover_open: "Cover open", cutter_error: "Knife stuck", jam: "Paper jam",
  hardware: "Broken", overheated: "Too hot", off_line: "Off line", feed_button: "Feed button", mute: "Mute", stall: "Stalls",
  late: "Answers late", drop: "Line breaks", refuse: "Refuses", half_open: "Half open", lie: "Says all is well", slow: "Slow",
  no_clear: "Cannot clear", no_barrier: "Never confirms", garbage: "Garbage", headset: "Headset in", presence: "Somebody is here",
  door: "Door open", tamper: "Tampered", paper: "Ticket not taken", unplugged: "Unplugged", network_down: "Network down", black: "Lens covered",
  noise: "Damaged pictures", error: "Answers an error", hang_up: "Hangs up", nonsense: "Answers nonsense",
  release_lost: "Releases get lost", fitted: "Has keys", cancels: "Red key, not green", impatient: "Waits briefly",
  speechless: "Tells no result",
};
const SENSORS = ["paper_end", "near_end", "cover_open", "cutter_error", "jam", "hardware", "overheated", "off_line", "feed_button"];
const words = (name) => { const text = SAID[name] ?? name.replaceAll("_", " "); return text[0].toUpperCase() + text.slice(1); };
const list = (names) => names.map(words).join(", ").replace(/, ./g, (at) => at.toLowerCase());
let seenTickets = -1;
let keysWait = 0;

async function send(to, request) {
  try {
    const answer = await fetch(to, { method: "POST", headers: { "X-Kiosk-Dock": "1" }, body: JSON.stringify(request) });
    return await answer.json();
  } catch (error) {
    return { ok: false, absent: true, error: String(error) };
  }
}

async function act(to, request) {
  const answer = await send(to, request);
  el("message").textContent = answer.ok ? "" : answer.error;
  await look();
  return answer;
}

function option(select, value, text) {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = text;
  select.append(made);
}

function button(parent, text, onclick) {
  const made = document.createElement("button");
  made.textContent = text;
  made.addEventListener("click", onclick);
  parent.append(made);
  return made;
}

function toggles(parent, names, set, clear) {
  for (const name of names) {
    const made = button(parent, words(name), () => {
      const on = made.getAttribute("aria-pressed") === "true";
      act("simulators", on ? clear(name) : set(name));
    });
    made.dataset.name = name;
    made.setAttribute("aria-pressed", "false");
  }
}

// a fault by name, of the size and with the seed that stand at the top
function fault(device, name) {
  const size = {};
  for (const what of ["value", "seed"]) {
    const said = el(`fault-${what}`);
    if (said.value !== "" && said.validity.valid) size[what] = said.valueAsNumber;
  }
  return { do: `${device}.fault`, name, ...size };
}

function faults(id, device, names) {
  toggles(el(id), names, (name) => fault(device, name), (name) => ({ do: `${device}.clear`, name }));
}

function press(parent, active) {
  for (const made of parent.querySelectorAll("button")) {
    made.setAttribute("aria-pressed", String(active.includes(made.dataset.name)));
  }
}

async function build() {
  const choices = await send("simulators", { ask: "choices" });
  if (!choices.ok) return false;
  const groups = { Cards: [], "Forged cards": [] };
  for (const [name, title] of Object.entries(choices.profiles)) groups[title.startsWith("Forged") ? "Forged cards" : "Cards"].push([name, title]);
  for (const [label, cards] of Object.entries(groups)) {
    if (!cards.length) continue;
    const group = document.createElement("optgroup");
    group.label = label;
    for (const [name, title] of cards) option(group, name, `${name}: ${title}`);
    el("profile").append(group);
  }
  option(el("card-fault"), "", "none");
  for (const [name, what] of Object.entries(choices.card_faults)) option(el("card-fault"), name, `${name}: ${what}`);
  faults("printer-sensors", "printer", SENSORS.filter((name) => choices.printer_faults.includes(name)));
  faults("printer-faults", "printer", choices.printer_faults.filter((name) => !SENSORS.includes(name)));
  toggles(el("keys-toggle"), ["fitted"], () => ({ do: "keys.fit", fitted: true }), () => ({ do: "keys.fit", fitted: false }));
  toggles(el("panel-toggles"), ["headset", "presence", "paper", "door", "tamper", "unplugged"],
    (name) => panelWish(name, true), (name) => panelWish(name, false));
  for (const device of ["keys", "camera", "panel", "scanner", "glass", "office"]) faults(`${device}-faults`, device, choices[`${device}_faults`]);
  for (const status of choices.office_statuses) option(el("office-status"), status, words(status));
  toggles(el("network-toggle"), ["network_down"], () => ({ do: "network.pull" }), () => ({ do: "network.plug" }));
  for (const key of KEYS) {
    if (!key) { el("pad").append(document.createElement("span")); continue; }
    button(el("pad"), LABELS[key] ?? key, () => act("simulators", { do: "panel.press", key })).dataset.key = key;
  }
  return true;
}

function panelWish(name, on) {
  if (name === "headset") return { do: "panel.headset", inserted: on };
  if (name === "unplugged") return { do: on ? "panel.unplug" : "panel.plug" };
  return { do: "panel.contact", name, active: on };
}

function show(state) {
  const parts = { card: "h-card", printer: "h-printer", panel: "h-panel", camera: "h-camera", network: "h-network", glass: "h-glass" };
  for (const [name, heading] of Object.entries(parts)) el(heading).parentElement.classList.toggle("absent", !state[name]);
  if (state.card) {
    el("card-state").textContent = state.card.inserted ? `In: ${state.card.inserted}` : "Empty";
    const [name, value] = (state.card.fault ?? "").split(":");
    mirror(el("card-fault"), name);
    mirror(el("card-fault-arg"), value ?? "");
  }
  if (state.keys) showKeys(state.keys);
  if (state.printer) {
    const { conditions, faults, tickets, paper_mm: left } = state.printer;
    el("printer-state").textContent = conditions.length ? list(conditions) : `Well, ${(left / 1000).toFixed(1)} m left`;
    press(el("printer-sensors"), conditions);
    press(el("printer-faults"), faults);
    el("paper-state").textContent = tickets === 1 ? "1 ticket" : `${tickets} tickets`;
    if (tickets !== seenTickets) { seenTickets = tickets; drawRoll(); }
  }
  if (state.panel) {
    const { headset, contacts, lights, plugged } = state.panel;
    el("panel-state").textContent = plugged ? "Plugged in" : "Unplugged";
    const active = Object.keys(contacts).filter((name) => contacts[name]);
    if (headset) active.push("headset");
    if (!plugged) active.push("unplugged");
    press(el("panel-toggles"), active);
    press(el("panel-faults"), state.panel.faults);
    el("lights").replaceChildren(...Object.entries(lights).map(([name, light]) => {
      const pair = document.createElement("div");
      const term = document.createElement("dt");
      const what = document.createElement("dd");
      term.textContent = words(name);
      what.textContent = light;
      pair.append(term, what);
      return pair;
    }));
  }
  if (state.scanner) press(el("scanner-faults"), state.scanner.faults);
  if (state.glass) press(el("glass-faults"), state.glass.faults);
  if (state.network) showNetwork(state.network, state.office);
  if (state.camera) {
    el("camera-state").textContent = state.camera.watchers ? "Looking" : "Resting";
    press(el("camera-faults"), state.camera.faults);
  }
}

function showKeys({ fitted, waits, faults: set }) {
  keysWait = waits;
  el("keys-state").textContent = waits ? "asks for a PIN now" : "";
  el("red-key").disabled = !waits;
  press(el("keys-toggle"), fitted ? ["fitted"] : []);
  press(el("keys-faults"), set);
}

// what is so, unless somebody is choosing right now
function mirror(control, value) {
  if (document.activeElement !== control) control.value = value;
}

function showNetwork(network, office) {
  el("network-state").textContent = network.plugged ? `to ${network.behind.join(", ")}` : `no ${network.behind.join(", no ")}`;
  press(el("network-toggle"), network.plugged ? [] : ["network_down"]);
  for (const id of ["office-status", "appoint"]) el(id).disabled = !office;
  if (!office) return;
  mirror(el("office-status"), office.status);
  press(el("office-faults"), office.faults);
}

async function drawRoll() {
  const answer = await send("simulators", { ask: "roll" });
  if (answer.ok) el("roll").src = `data:image/png;base64,${answer.png}`;
}

function showKiosk(state, spoken) {
  const { ok, scenarios, now, ...rest } = state;
  el("kiosk-clock").textContent = (now ?? "").replace("T", " ").slice(0, 16);
  el("kiosk-state").replaceChildren(...Object.entries(rest).flatMap(([name, value]) => {
    const term = document.createElement("dt");
    const what = document.createElement("dd");
    term.textContent = words(name);
    what.textContent = String(value) || "–";
    return [term, what];
  }));
  const choice = el("scenario");
  if (Array.isArray(scenarios) && choice.options.length !== scenarios.length) {
    choice.replaceChildren();
    for (const name of scenarios) option(choice, name, words(name));
  }
  const lines = (spoken.spoken ?? []).slice(-40).map((said) => {
    const item = document.createElement("li");
    const where = document.createElement("span");
    item.append(said.private && !said.text ? "(personal words)" : said.text);
    where.className = "where";
    where.textContent = ` ${said.language ?? ""}${said.private ? " · headset only" : ""}`;
    item.append(where);
    return item;
  });
  const list2 = el("spoken");
  if (list2.textContent !== lines.map((line) => line.textContent).join("")) { list2.replaceChildren(...lines); list2.scrollTop = list2.scrollHeight; }
}

async function look() {
  const state = await send("simulators", { ask: "state" });
  el("link-simulators").classList.toggle("on", Boolean(state.ok));
  if (state.ok) show(state);
  const kiosk = await send("kiosk", { ask: "state" });
  el("link-kiosk").classList.toggle("on", Boolean(kiosk.ok));
  for (const part of document.querySelectorAll(".kiosk-only")) part.classList.toggle("absent", !kiosk.ok);
  if (kiosk.ok) showKiosk(kiosk, await send("kiosk", { ask: "spoken" }));
}

function wire() {
  for (const made of document.querySelectorAll("[data-do]")) made.addEventListener("click", () => act("simulators", JSON.parse(made.dataset.do)));
  for (const made of document.querySelectorAll("[data-kiosk]")) made.addEventListener("click", () => act("kiosk", JSON.parse(made.dataset.kiosk)));
  for (const made of document.querySelectorAll("[data-type]")) made.addEventListener("click", () => act("simulators", { do: keysWait ? "keys.type" : "panel.type", digits: made.dataset.type }));
  el("red-key").addEventListener("click", () => act("simulators", { do: "keys.cancel" }));
  el("insert").addEventListener("click", () => act("simulators", { do: "card.insert", profile: el("profile").value }));
  el("remove").addEventListener("click", () => act("simulators", { do: "card.remove" }));
  const cardFault = () => {
    const name = el("card-fault").value;
    const value = el("card-fault-arg").value.trim();
    act("simulators", { do: "card.fault", name: name ? (value ? `${name}:${value}` : name) : null });
  };
  el("card-fault").addEventListener("change", cardFault);
  el("card-fault-arg").addEventListener("change", cardFault);
  const code = () => el("code").value;
  el("show-letter").addEventListener("click", () => act("simulators", { do: "camera.show", text: code() }));
  el("show-phone").addEventListener("click", () => act("simulators", { do: "camera.show", text: code(), dark: true }));
  el("show-nothing").addEventListener("click", () => act("simulators", { do: "camera.show", text: null }));
  el("scan").addEventListener("click", () => act("simulators", { do: "scanner.scan", text: code() }));
  el("office-status").addEventListener("change", () => act("simulators", { do: "office.say", status: el("office-status").value }));
  el("appoint").addEventListener("click", () => act("simulators", { do: "office.appoint", code: code(), minutes: 10 }));
  el("play").addEventListener("click", () => act("kiosk", { do: "scenario", name: el("scenario").value }));
}

async function begin() {
  wire();
  let built = false;
  for (;;) {
    if (!built) built = await build();
    await look();
    document.body.dataset.ready = String(built);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

begin();
