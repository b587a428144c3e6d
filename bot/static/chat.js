// Makes the chat page quicker: the same forms, sent without loading the page again.
"use strict";
(() => {
  const WAIT = 30000;
  const byId = (id) => document.getElementById(id);
  const log = byId("log");
  const box = byId("text");
  const typing = byId("typing");
  const menus = [...document.querySelectorAll("details.menu")];
  const root = document.documentElement;
  const embedded = document.body.classList.contains("embed");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const store = embedded ? null : tryStorage();
  let session = store?.getItem("kith") || "";
  let waiting = 0; // messages that are not answered yet

  function tryStorage() {
    try {
      return sessionStorage; // refused in some private modes: the page then forgets on reload
    } catch {
      return null;
    }
  }

  function remember(token) {
    if (!token) return;
    session = token;
    store?.setItem("kith", token);
  }

  function copy(id) {
    return byId(id).content.firstElementChild.cloneNode(true);
  }

  function show(node) {
    log.append(node);
    return node;
  }

  function scrollTo(node) {
    node.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  }

  function setWaiting(change) {
    waiting += change;
    const on = waiting > 0;
    document.body.classList.toggle("waiting", on);
    typing.textContent = on ? typing.dataset.words : "";
    for (const button of document.querySelectorAll("[data-chat] button")) {
      // aria-disabled, because a disabled button would drop the keyboard's focus
      if (on && !goesThrough(button.form)) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  // Own words and "Help now" never wait for an answer that is slow: they may be what matters most.
  function goesThrough(form) {
    return form.contains(box) || form.elements.payload?.value === "/help_now";
  }

  async function post(fields) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), WAIT);
    try {
      const response = await fetch(`/?language=${language()}`, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(session ? { ...fields, session } : fields),
        signal: abort.signal,
      });
      return { ok: response.ok, ...(await response.json()) };
    } finally {
      clearTimeout(timer);
    }
  }

  function language() {
    return root.lang.split("-")[0];
  }

  // The conversation has changed its language: take the page's own words from the page in that language.
  async function turnTo(wanted) {
    if (!wanted || wanted === language()) return;
    const response = await fetch(`/?language=${wanted}${embedded ? "&embed=1" : ""}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const pairs = (marked) => {
      const theirs = page.querySelectorAll(marked);
      return [...document.querySelectorAll(marked)].map((mine, place) => [mine, theirs[place]]);
    };
    for (const [mine, theirs] of pairs("[data-chrome]")) mine.innerHTML = theirs.innerHTML;
    for (const [mine, theirs] of pairs("[data-chrome-names]")) {
      for (const name of ["aria-label", "placeholder", "data-words"]) {
        if (theirs.hasAttribute(name)) mine.setAttribute(name, theirs.getAttribute(name));
      }
    }
    root.lang = page.documentElement.lang;
    root.dir = page.documentElement.dir;
    document.title = page.title;
  }

  function showSaid(words) {
    const mine = copy("you");
    mine.querySelector("[data-said]").textContent = words;
    return show(mine);
  }

  function showReply(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html; // written and escaped by our own server
    const nodes = [...holder.content.children];
    log.append(...nodes);
    offerLocation();
    return nodes;
  }

  function showFailure(fields, words, mine) {
    const failed = copy("failed");
    const again = failed.querySelector("[data-again]");
    again.addEventListener("click", () => {
      failed.remove();
      mine?.remove();
      say(fields, words, true);
    });
    show(failed);
    return again;
  }

  async function say(fields, words, byButton) {
    const old = [...log.querySelectorAll(".choices, [data-here]")];
    const mine = words ? showSaid(words) : null;
    setWaiting(1);
    if (mine) scrollTo(mine);
    try {
      const reply = await post(fields);
      remember(reply.session);
      const nodes = showReply(reply.html);
      const taken = reply.ok && !reply.unsent;
      if (!taken) {
        mine?.remove();
        box.value ||= fields.text || "";
      }
      if (reply.ok) old.forEach((choices) => choices.remove());
      setWaiting(-1);
      if (words) scrollTo(taken ? mine : nodes[0]); // at the start the page stays at its top
      if (byButton) focusOn(nodes);
      turnTo(reply.language).catch(() => {}); // without it only the page's own words stay as they were
    } catch {
      setWaiting(-1);
      const again = showFailure(fields, words, mine);
      scrollTo(again);
      if (byButton) again.focus({ preventScroll: true });
    }
  }

  // The list's own page opens only for whoever holds the token of the conversation.
  function sign(form) {
    if (!session) return;
    const token = form.elements.session || form.appendChild(document.createElement("input"));
    Object.assign(token, { type: "hidden", name: "session", value: session });
  }

  function focusOn(nodes) {
    // The pressed button is gone: carry on where the new choices are, without opening a phone's keyboard.
    const choices = nodes.map((node) => node.querySelector(".choices")).find(Boolean);
    (choices || log).focus({ preventScroll: true });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-list]")) return sign(form);
    if (!form.matches("[data-chat]")) return;
    event.preventDefault();
    if (waiting && !goesThrough(form)) return;
    if (form.contains(box)) {
      const words = box.value.trim();
      if (!words) return box.focus();
      say({ text: words }, words, false);
      box.value = "";
      return;
    }
    for (const menu of menus) menu.open = false;
    const { value: payload, textContent: title } = event.submitter;
    say({ payload }, title.trim(), true);
  });

  // A position is asked for only when the button is pressed, and sent once: the server makes an area of it.
  function offerLocation() {
    if (embedded || !isSecureContext || !("geolocation" in navigator)) return;
    for (const offer of log.querySelectorAll("[data-here]")) offer.hidden = false;
  }

  function tellLocation(button) {
    const offer = button.closest("[data-here]");
    const failed = () => {
      offer.querySelector("[role=status]").textContent = offer.dataset.failed;
      box.focus();
    };
    const found = ({ coords }) => {
      offer.remove();
      const degrees = (value) => value.toFixed(3); // about a hundred metres: no finer is needed
      const position = { latitude: degrees(coords.latitude), longitude: degrees(coords.longitude) };
      say(position, button.textContent.trim(), true);
    };
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15000, maximumAge: 300000 });
  }

  log.addEventListener("click", (event) => {
    const button = event.target.closest("[data-here] button");
    if (button && !waiting) tellLocation(button);
  });

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    box.form.requestSubmit();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = menus.find((each) => each.open);
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (embedded) {
      parent.postMessage("kith:close", "*"); // holds nothing: the site around us closes the panel
    }
  });

  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });

  byId("leave").addEventListener("click", (event) => {
    event.preventDefault();
    const away = event.currentTarget.href;
    store?.clear();
    document.title = "Weather";
    document.body.replaceChildren();
    (embedded ? top : window).location.replace(away);
  });

  offerLocation();
  const start = byId("start");
  if (start) {
    const opening = start.querySelector("[name=payload]").value;
    start.remove();
    say({ payload: session && opening === "/greet" ? "/repeat" : opening }, "", false);
    history.replaceState(null, "", embedded ? "/?embed=1" : "/"); // loaded again, the page goes on where it was
  }
})();
