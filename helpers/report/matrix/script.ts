/** What the page does beyond showing itself: filters, opening what a link leads to, copying, printing. */
export const script = String.raw`
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  document.documentElement.classList.add('js');

  const form = document.getElementById('filters');
  const output = form.querySelector('output');
  const empty = document.querySelector('.empty');
  const groups = all('.group');
  const cells = new Map(all('[data-cell]').map((cell) => [cell.dataset.cell, cell]));
  const clauses = all('.clause').map((node) => ({ node, text: undefined, ...node.dataset }));
  const textOf = (clause) => (clause.text ??= clause.node.textContent.toLowerCase());
  const few = 40;

  const apply = () => {
    const wanted = new FormData(form);
    const wantedStatuses = wanted.getAll('status');
    const levels = wanted.getAll('level');
    const contract = wanted.get('contract');
    const words = wanted.get('text').toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = wantedStatuses.length + levels.length + words.length > 0 || contract !== '';
    let shown = 0;
    for (const clause of clauses) {
      const fits =
        (wantedStatuses.length === 0 || wantedStatuses.includes(clause.status)) &&
        (levels.length === 0 || levels.includes(clause.level)) &&
        (contract === '' || clause.contract === contract) &&
        words.every((word) => textOf(clause).includes(word));
      clause.node.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const group of groups) {
      const fits = group.querySelector('.clause:not([hidden])') !== null;
      group.hidden = !fits;
      cells.get(group.id)?.classList.toggle('dimmed', !fits);
      if (narrowed && fits && shown <= few && !group.open) { group.open = true; group.dataset.opened = ''; }
      if (!narrowed && 'opened' in group.dataset) { group.open = false; delete group.dataset.opened; }
    }
    for (const operation of all('.operation')) operation.hidden = operation.querySelector('.group:not([hidden])') === null;
    empty.hidden = shown > 0 || clauses.length === 0;
    const noun = clauses.length === 1 ? ' clause' : ' clauses';
    output.textContent = narrowed ? shown + ' of ' + clauses.length + noun : clauses.length + noun;
    form.classList.toggle('narrowed', narrowed);
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => requestAnimationFrame(apply));
  form.hidden = false;
  apply();

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null) return;
    if (target.closest('[hidden]') !== null) { form.reset(); apply(); }
    for (let node = target; node !== null; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
    if (target.matches('.group')) {
      const wrong = all('.clause:is([data-status=deviates],[data-status=error],[data-status=warns]) > details', target);
      if (wrong.length === 1) wrong[0].open = true;
    }
    target.scrollIntoView({ block: 'start' });
    if (target.tagName === 'DETAILS') target.querySelector('summary').focus({ preventScroll: true });
  };
  addEventListener('hashchange', reveal);
  // A second click on the same link changes no hash.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link !== null && link.hash === location.hash) reveal();
  });
  if (location.hash !== '') reveal();

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('.copy');
    if (button === null) return;
    const source = button.parentElement.querySelector('code');
    let done = true;
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      getSelection().selectAllChildren(source);
      done = document.execCommand('copy');
    }
    button.textContent = done ? 'Copied' : 'Press Ctrl+C';
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });

  // Paper cannot be clicked: what deviates is printed open.
  let opened = [];
  addEventListener('beforeprint', () => {
    const wrong = all('.clause:is([data-status=deviates],[data-status=error],[data-status=warns]):not([hidden]) > details');
    opened = [...new Set(wrong.flatMap((details) => [details, details.closest('.group')]))].filter((details) => !details.open);
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => { for (const details of opened) details.open = false; });
})();
`;
