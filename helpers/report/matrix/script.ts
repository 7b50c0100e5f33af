/** What the page does beyond showing itself: filters, opening what a link leads to, copying, printing. */
export const script = String.raw`
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  document.documentElement.classList.add('js');

  const form = document.getElementById('filters');
  const box = document.getElementById('filter');
  const output = form.querySelector('output');
  const empty = document.querySelector('.empty');
  const emptyCauses = document.querySelector('.empty-causes');
  const groups = all('.group');
  const cells = new Map(all('[data-cell]').map((cell) => [cell.dataset.cell, cell]));
  const kindsOf = ({ kinds, status, level }) => (kinds ?? status + ':' + level).split(' ').map((kind) => kind.split(':'));
  const entry = (node) => ({ node, text: undefined, kinds: kindsOf(node.dataset), contract: node.dataset.contract });
  const items = all(form.dataset.items).map(entry);
  const links = all('.part a');
  const causes = all('.cause').map(entry);
  const textOf = (one) => (one.text ??= one.node.textContent.toLowerCase());
  const few = 40;

  // The filter stands in the address, so that it can be shared.
  const names = ['status', 'level', 'contract', 'text'];
  const read = () => {
    const given = new URLSearchParams(location.search);
    for (const field of form.querySelectorAll('input[type=checkbox]')) field.checked = given.getAll(field.name).includes(field.value);
    for (const name of ['contract', 'text']) form.elements[name].value = given.get(name) ?? '';
    if (names.some((name) => given.has(name))) box.open = true;
  };
  const write = (wanted) => {
    const query = new URLSearchParams([...wanted].filter(([, value]) => value !== '')).toString();
    const address = location.pathname + (query === '' ? '' : '?' + query) + location.hash;
    // An operation opens with the same filter.
    const carried = new URLSearchParams([...wanted].filter(([name]) => name === 'status' || name === 'level')).toString();
    for (const link of links) link.search = carried;
    try { history.replaceState(null, '', address); } catch { /* Some browsers let a file change no address. */ }
  };

  const apply = () => {
    const wanted = new FormData(form);
    const statuses = wanted.getAll('status');
    const levels = wanted.getAll('level');
    const contract = wanted.get('contract') ?? '';
    const words = wanted.get('text').toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = statuses.length + levels.length + words.length > 0 || contract !== '';
    const narrow = (entries) => {
      let shown = 0;
      for (const one of entries) {
        const fits =
          (statuses.length + levels.length === 0 ||
            one.kinds.some(([status, level]) =>
              (statuses.length === 0 || statuses.includes(status)) && (levels.length === 0 || levels.includes(level)))) &&
          (contract === '' || one.contract === contract) &&
          words.every((word) => textOf(one).includes(word));
        one.node.hidden = !fits;
        if (fits) shown += 1;
      }
      return shown;
    };
    const shown = narrow(items);
    const shownCauses = narrow(causes);
    for (const group of groups) {
      const fits = group.querySelector('.clause:not([hidden])') !== null;
      group.hidden = !fits;
      cells.get(group.id)?.classList.toggle('dimmed', !fits);
      if (narrowed && fits && shown <= few && !group.open) { group.open = true; group.dataset.opened = ''; }
      if (!narrowed && 'opened' in group.dataset) { group.open = false; delete group.dataset.opened; }
    }
    for (const operation of all('.operation')) operation.hidden = operation.querySelector('.group:not([hidden])') === null;
    for (const rows of all('.parts')) rows.hidden = rows.querySelector('.part:not([hidden])') === null;
    for (const later of all('.later')) {
      later.hidden = later.querySelector('.cause:not([hidden])') === null;
      if (narrowed && !later.hidden) later.open = true;
    }
    empty.hidden = shown > 0 || items.length === 0;
    if (emptyCauses) emptyCauses.hidden = shownCauses > 0;
    const amount = (part, whole, noun) => (narrowed ? part + ' of ' : '') + whole + ' ' + noun + (whole === 1 ? '' : 's');
    output.textContent =
      (causes.length > 0 ? amount(shownCauses, causes.length, 'cause') + ', ' : '') + amount(shown, items.length, form.dataset.noun);
    form.classList.toggle('narrowed', narrowed);
    write(wanted);
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => requestAnimationFrame(apply));
  addEventListener('popstate', () => { read(); apply(); });
  box.hidden = false;
  for (const link of all('.to-filter')) {
    link.hidden = false;
    link.addEventListener('click', () => { box.open = true; });
  }
  read();
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
