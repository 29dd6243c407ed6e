/** A form to launch and to kill, with the exact command shown before it is sent. */

import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { send } from './api.js';

const launch = { task: 'web.1', command: 'sleep 600', cpus: '0.1', mem: '32' };
let kill = 'web.1';
let shown = null;
let said = null;
let place;
let after;

export function showForm(where, sent) {
  place = where;
  after = sent;
  draw();
}

/** Browsers have randomUUID for pages of this machine and of https only. */
const newId = () =>
  `page-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;

const ofLaunch = () => ({
  id: newId(),
  type: 'LAUNCH',
  launch: {
    task_infos: [
      {
        task_id: launch.task,
        command: { value: launch.command },
        resources: `cpus:${launch.cpus};mem:${launch.mem}`,
      },
    ],
  },
});

const ofKill = () => ({ id: newId(), type: 'KILL', kill: { task_id: kill } });

function show(event, command) {
  event.preventDefault();
  shown = command();
  said = null;
  draw();
  document.getElementById('send-it').focus();
}

async function confirm() {
  const command = shown;
  shown = null;
  said = 'Sent; the result is waited for.';
  draw();
  try {
    const { result } = await send(command);
    said = result === undefined
      ? 'Kafka has it; the result will be listed below.'
      : `${result.outcome}${result.error ? `: ${result.error.message}` : ''}`;
  } catch (problem) {
    said = problem.message;
    shown ??= command; // sent again under the same id, it takes effect once
  }
  draw();
  if (document.activeElement === document.body) { // else somebody writes elsewhere meanwhile
    document.querySelector(shown === null ? '#launch button' : '#send-it').focus();
  }
  after();
}

const field = (label, name) => html`
  <label>${label} <input required .value=${launch[name]} name=${name} @input=${(event) => { launch[name] = event.target.value; }}></label>
`;

function draw() {
  render(
    html`
      <form id="launch" @submit=${(event) => show(event, ofLaunch)}>
        ${field('Task id', 'task')} ${field('Command', 'command')} ${field('CPUs', 'cpus')} ${field('Memory, MB', 'mem')}
        <button>Show the LAUNCH</button>
      </form>
      <form id="kill" @submit=${(event) => show(event, ofKill)}>
        <label>Task id to kill <input required name="kill" .value=${kill} @input=${(event) => { kill = event.target.value; }}></label>
        <button>Show the KILL</button>
      </form>
      ${shown === null
        ? nothing
        : html`
            <p>This is sent to the topic of commands:</p>
            <pre tabindex="0">${JSON.stringify(shown, null, 2)}</pre>
            <button id="send-it" type="button" @click=${confirm}>Send it</button>
            <button type="button" @click=${() => { shown = null; draw(); }}>Do not send</button>
          `}
      <p role="status" id="said">${said ?? ''}</p>
    `,
    place,
  );
}
