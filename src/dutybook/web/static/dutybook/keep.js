// Keeps a form every few seconds while it is written; beside a call sheet, shows the clocks it would start.
// Nothing depends on it: without a script, the button that keeps does the same.
const form = document.querySelector('form[data-kept]')
const clocks = document.getElementById('clocks')
const status = document.getElementById('kept')
const EVERY = 3000
const NOT_KEPT = 'Not kept just now. You may have been signed out: sign in again in another window. What you typed stays here.'
const typed = () => new URLSearchParams(new FormData(form))
let kept = typed().toString()
let waiting = null
let lost = false

async function keep() {
  waiting = null
  const now = typed()
  if (now.toString() === kept && !lost) return
  const sent = new URLSearchParams(now)
  sent.set('keep', 'quietly')
  try {
    const answer = await fetch(form.action, {method: 'POST', body: sent, redirect: 'error'})
    if (!answer.ok) throw new Error(answer.status)
    if (clocks) clocks.innerHTML = await answer.text()
    kept = now.toString()
    lost = false
    status.textContent = clocks?.querySelector('[data-kept-at]').textContent ?? 'What you typed is kept.'
  } catch {
    lost = true
    status.textContent = NOT_KEPT
    waiting ??= setTimeout(keep, EVERY)
  }
}

form.addEventListener('input', () => { waiting ??= setTimeout(keep, EVERY) })
// Sending now would lead to the sign-in page, and what was typed since would be gone.
form.addEventListener('submit', (event) => {
  clearTimeout(waiting)
  if (lost) {
    event.preventDefault()
    keep()
  }
})
