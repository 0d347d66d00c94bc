// For pages that hold frames of the portal: each frame becomes as tall as its content.
// <script src="https://…/static/js/embed.js" async></script>, once, anywhere in the page. Without it the height in the
// frame's own line holds. Listens to the portal only, and to frames that are in this page.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${origin}/embed/`));

  addEventListener("message", (event) => {
    if (event.origin !== origin || !event.data || event.data.type !== "hakama:height") return;
    const height = Number(event.data.height);
    if (!(height > 0)) return;
    for (const frame of frames()) {
      if (frame.contentWindow === event.source) frame.style.setProperty("height", `${Math.min(height, 10000)}px`, "important");
    }
  });

  // Frames that were ready before this script.
  for (const frame of frames()) frame.contentWindow.postMessage({ type: "hakama:ask" }, "*"); // a question without content
})();
