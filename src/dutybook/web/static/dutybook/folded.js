// A link to something that is folded away opens what it is folded in, also where the browser does not do so itself.
function unfold() {
  const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  let folded = wanted?.parentElement?.closest('details:not([open])')
  if (!folded) return
  for (; folded; folded = folded.parentElement.closest('details:not([open])')) folded.open = true
  wanted.scrollIntoView()
}

addEventListener('hashchange', unfold)
unfold()
