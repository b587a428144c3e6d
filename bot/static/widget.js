// Adds a "Talk to Kith" button to any page. Keeps nothing, and loads the chat only when the button is pressed.
//
//   <script src="https://kith.example/widget.js" defer
//           data-label="Talk to Kith" data-title="Kith: find company near you" data-side="right"
//           data-close="Close chat" data-language="pl"></script>
"use strict";
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const label = script.dataset.label || "Talk to Kith";
  const title = script.dataset.title || "Kith: find company near you";
  const closing = script.dataset.close || "Close chat";
  const language = script.dataset.language ? `&language=${encodeURIComponent(script.dataset.language)}` : "";
  const side = script.dataset.side === "left" ? "left" : "right";

  const css = `
    :host { all: initial }
    * { box-sizing: border-box; font: 600 1.0625rem/1.3 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif }
    button { color: #fff; background: #17594f; border: 2px solid #fff; cursor: pointer; min-height: 44px; min-width: 44px }
    button:hover { background: #0f443c }
    button:focus-visible { outline: 3px solid #14211f; outline-offset: 2px; box-shadow: 0 0 0 8px #ffd34e }
    .open { position: fixed; z-index: 2147483000; bottom: 16px; ${side}: 16px; padding: 12px 20px; border-radius: 999px;
            min-height: 52px; box-shadow: 0 6px 24px #0005 }
    dialog { position: fixed; inset: auto; bottom: 16px; ${side}: 16px; margin: 0; padding: 0; border: 0;
             width: min(430px, 100vw - 32px); height: min(720px, 100dvh - 32px); max-width: none; max-height: none;
             border-radius: 20px; overflow: hidden; background: #faf6ef; box-shadow: 0 16px 60px #0007 }
    dialog[open] { display: flex; flex-direction: column }
    dialog::backdrop { background: #0b1a1766 }
    .bar { display: flex; justify-content: flex-end; background: #17594f; padding: 2px 4px }
    .close { border-color: transparent; padding: 6px 14px; border-radius: 14px }
    iframe { flex: 1; width: 100%; border: 0; display: block }
    @media (max-width: 480px) { dialog { inset: 0; width: 100vw; height: 100dvh; border-radius: 0 } }
    @media print { :host { display: none } }
  `;

  function make(tag, properties, parent) {
    const element = Object.assign(document.createElement(tag), properties);
    parent.append(element);
    return element;
  }

  function build() {
    const host = make("kith-widget", {}, document.body);
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // made by script, so that a strict style policy of the site does not stop it
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];

    const open = make("button", { type: "button", className: "open", textContent: label }, root);
    open.setAttribute("aria-haspopup", "dialog");
    const dialog = make("dialog", {}, root);
    dialog.setAttribute("aria-label", title);
    const bar = make("div", { className: "bar" }, dialog);
    const close = make("button", { type: "button", className: "close", textContent: closing }, bar);
    let frame = null;

    open.addEventListener("click", () => {
      frame ??= make("iframe", { src: `${home}/?embed=1${language}`, title }, dialog);
      dialog.showModal();
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => open.focus());
    addEventListener("message", (event) => {
      if (event.origin === home && event.source === frame?.contentWindow && event.data === "kith:close") dialog.close();
    });
  }

  if (document.body) build();
  else addEventListener("DOMContentLoaded", build);
})();
