// Keeps a call sheet every few seconds while it is written, and shows the clocks it would start.
// Nothing depends on it: without a script, "Keep it" does the same.
const form = document.querySelector('form[data-kept]')
const clocks = document.getElementById('clocks')
const status = document.getElementById('kept')
const EVERY = 3000
let kept = new URLSearchParams(new FormData(form)).toString()
let waiting = null

async function keep() {
  waiting = null
  const typed = new URLSearchParams(new FormData(form))
  const now = typed.toString()
  if (now === kept) return
  typed.set('keep', 'quietly')
  try {
    const answer = await fetch(form.action, {method: 'POST', body: typed, redirect: 'error'})
    if (!answer.ok) throw new Error(answer.status)
    clocks.innerHTML = await answer.text()
    kept = now
    status.textContent = clocks.querySelector('[data-kept-at]').textContent
  } catch {
    status.textContent = 'Not kept just now. You may have been signed out: sign in again in another window. What you typed stays here.'
    waiting = setTimeout(keep, EVERY)
  }
}

form.addEventListener('input', () => { waiting ??= setTimeout(keep, EVERY) })
form.addEventListener('submit', () => { clearTimeout(waiting); kept = null; waiting = -1 })
