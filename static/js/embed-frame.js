// Inside a frame: tells the page around it how tall the content is. Nothing else is sent, and nothing is needed:
// a page that does not load embed.js never hears it.
const tell = () => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ type: "hakama:height", height }, "*"); // a height is no secret
};

if (parent !== window) {
  new ResizeObserver(tell).observe(document.body);
  addEventListener("message", (event) => {
    if (event.source === parent && event.data && event.data.type === "hakama:ask") tell();
  });
}
