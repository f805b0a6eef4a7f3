'use strict';
// Steps through the runs of the page. All that it shows is in the page already.
(function () {
  const decoded = text => { try { return decodeURIComponent(text); } catch (e) { return text; } };

  const parts = text => text.split('&').slice(1).map(decoded);

  class Run {
    constructor(section) {
      this.section = section;
      this.rows = [...section.querySelectorAll('tr.step')];
      this.step = this.rows.length;
      this.anchors = [...section.querySelectorAll('[data-anchor]')].map(a => a.dataset.anchor);
      this.anchor = this.anchors[0];
      this.said = section.querySelector('.said');
      this.table = section.querySelector('.state');
      this.entries = new Map([...this.table.querySelectorAll('[data-entry]')].map(row => [row.dataset.entry, row]));
      this.initial = new Map([...this.entries].map(([entry, row]) => [entry, row.cells[1].textContent]));
      this.subject = document.getElementById(section.dataset.subject);
      this.copySources();
      section.classList.add('stepping');
      section.querySelectorAll('.stepper, .only-stepping').forEach(part => { part.hidden = false; });
      section.querySelector('.stepper').addEventListener('click', event => {
        const button = event.target.closest('button');
        if (button) { this[button.dataset.do](); }
      });
      section.addEventListener('click', event => {
        const row = event.target.closest('tr.step');
        if (row && !event.target.closest('a') && !String(window.getSelection())) { this.go(Number(row.dataset.step)); }
      });
      this.show();
    }

    copySources() {
      this.place = this.section.querySelector('.at-source');
      this.sources = [...this.subject.querySelectorAll('pre.source')].map(source => source.cloneNode(true));
      this.sources.forEach(source => {
        source.tabIndex = 0;
        source.hidden = true;
        source.querySelectorAll('[id]').forEach(line => line.removeAttribute('id'));
      });
      this.place.append(...this.sources);
      if (!this.sources.length) { this.place.parentElement.hidden = true; }
    }

    first() { this.go(0); }
    last() { this.go(this.rows.length); }
    back() { this.go(Math.max(0, this.step - 1)); }
    forward() { this.go(Math.min(this.rows.length, this.step + 1)); }

    decisive() {
      const steps = this.rows.filter(row => row.classList.contains('decisive')).map(row => Number(row.dataset.step));
      if (steps.length) { this.go(steps.find(step => step > this.step) ?? steps[0]); }
    }

    go(step) {
      this.step = step;
      this.show();
      this.say();
      const row = this.rows[step - 1] || this.section.querySelector('.lanes');
      row.scrollIntoView({ block: 'nearest' });
      history.replaceState(null, '', '#step=' + step + this.anchor);
    }

    say() {
      const row = this.rows[this.step - 1];
      this.said.textContent = 'Step ' + this.step + ' of ' + this.rows.length + (row ? ': ' + row.dataset.said : ': the first state');
    }

    show() {
      this.rows.forEach((row, i) => {
        if (i + 1 === this.step) { row.setAttribute('aria-current', 'step'); } else { row.removeAttribute('aria-current'); }
      });
      this.showState();
      this.showSource(this.rows[this.step - 1]);
      this.showAction(this.rows[this.step - 1]);
    }

    showState() {
      const values = new Map(this.initial);
      let changed = new Set();
      for (const row of this.rows.slice(0, this.step)) {
        changed = new Set();
        for (const change of row.querySelectorAll('[data-after]')) {
          values.set(change.dataset.entry, change.dataset.after);
          changed.add(change.dataset.entry);
        }
      }
      this.entries.forEach((row, entry) => {
        row.cells[1].textContent = values.get(entry);
        row.classList.toggle('changed', changed.has(entry));
      });
      this.table.caption.textContent = this.step ? 'State after step ' + this.step : 'The first state';
    }

    showSource(row) {
      for (const source of this.sources) {
        const file = row && row.dataset.file;
        source.hidden = file ? source.dataset.file !== file : source !== this.sources[0];
        source.querySelectorAll('.now').forEach(line => line.classList.remove('now'));
        const line = row && row.dataset.line && !source.hidden && source.querySelector('[data-line="' + row.dataset.line + '"]');
        if (line) {
          line.classList.add('now');
          source.scrollTop = line.offsetTop - source.offsetTop - source.clientHeight / 2;
        }
      }
    }

    showAction(row) {
      const place = this.section.querySelector('.at-action');
      const action = row && [...this.subject.querySelectorAll('[data-defines]')].find(d => d.dataset.defines === row.dataset.action);
      place.replaceChildren();
      const code = document.createElement('pre');
      code.className = 'tla';
      code.tabIndex = 0;
      if (action) {
        code.append(...[...action.childNodes].map(node => node.cloneNode(true)));
      } else {
        code.textContent = row ? row.dataset.action : 'Init';
      }
      place.append(code);
    }

    /** Goes where a link points, if it may point into this run: what a link does not say may be anything. */
    follow(hash) {
      const match = /^step=(\d+)(&.*)?$/.exec(hash);
      const anchor = match && this.anchors.find(a => parts(match[2] || '').every(part => parts(a).includes(part)));
      if (!anchor) { return false; }
      this.anchor = anchor;
      this.step = Math.min(Number(match[1]), this.rows.length);
      this.show();
      this.say();
      const row = this.rows[this.step - 1];
      (row || this.section).scrollIntoView({ block: row ? 'center' : 'start' });
      if (row) { row.querySelector('th a').focus({ preventScroll: true }); }
      return true;
    }
  }

  const runs = [...document.querySelectorAll('.course')].map(section => new Run(section));
  let current = runs[0];

  const enter = event => {
    const section = event.target.closest && event.target.closest('.course');
    if (section) { current = runs.find(run => run.section === section); }
  };
  document.addEventListener('focusin', enter);
  document.addEventListener('pointerdown', enter);

  const keys = { ArrowLeft: 'back', ArrowRight: 'forward', Home: 'first', End: 'last', d: 'decisive' };
  document.addEventListener('keydown', event => {
    const does = keys[event.key];
    const within = event.target.closest ? event.target.closest('pre, .scroll, summary, input, textarea, select') : null;
    const scrolls = within && within === event.target && within.scrollWidth > within.clientWidth;
    const away = ['Home', 'End', 'd'].includes(event.key) && !(event.target.closest && event.target.closest('.course'));
    if (!does || !current || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || scrolls || away) { return; }
    event.preventDefault();
    current[does]();
  });

  const follow = () => {
    const hash = location.hash.slice(1);
    const run = runs.find(r => r.follow(hash));
    if (run) { current = run; }
  };
  window.addEventListener('hashchange', follow);
  // Until a page is loaded browsers go to the place by themselves, and take the focus away.
  window.addEventListener('load', () => setTimeout(follow));
  follow();

  let opened = [];
  window.addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    opened.forEach(details => { details.open = true; });
  });
  window.addEventListener('afterprint', () => opened.forEach(details => { details.open = false; }));
})();
