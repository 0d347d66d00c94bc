// A click on the preview of a photo says what must stay visible when it is cropped; the numbers can be typed as well.
const number = (row, name) => row.querySelector(`input[name$="-${name}"]`);

function mark(row) {
  const image = row.querySelector('.photo-preview');
  const [across, down] = [number(row, 'focus_x'), number(row, 'focus_y')];
  if (!image || !across || !down) return;
  let point = row.querySelector('.photo-focus');
  if (!point) {
    const frame = document.createElement('span');
    frame.className = 'photo-frame';
    image.replaceWith(frame);
    point = Object.assign(document.createElement('span'), { className: 'photo-focus', ariaHidden: true });
    frame.append(image, point);
  }
  point.style.setProperty('--across', `${across.value}%`);
  point.style.setProperty('--down', `${down.value}%`);
}

document.addEventListener('click', (event) => {
  const row = event.target.matches('.photo-preview') && event.target.closest('.inline-related');
  if (!row || !number(row, 'focus_x')) return;
  const box = event.target.getBoundingClientRect();
  number(row, 'focus_x').value = Math.round((event.clientX - box.left) / box.width * 100);
  number(row, 'focus_y').value = Math.round((event.clientY - box.top) / box.height * 100);
  mark(row);
});

document.addEventListener('change', (event) => {
  if (/-focus_[xy]$/.test(event.target.name)) mark(event.target.closest('.inline-related'));
});

const markAll = (root) => root.querySelectorAll('.photo-preview').forEach((image) => mark(image.closest('.inline-related') ?? image));
window.addEventListener('load', () => markAll(document));
document.addEventListener('formset:added', (event) => markAll(event.target));
