/** What is there, as lists and bars. Texts of others are only ever put in as text. */

import { repeat } from '../lib/lit-html/directives/repeat.js';
import { html, nothing, render, svg } from '../lib/lit-html/lit-html.js';

const SHOWN_ROWS = 500;

/** In these there is nothing for an operator to do. */
const READY = ['SUBSCRIBED', 'STANDBY', 'TORN_DOWN'];

const since = (instant) => {
  if (!instant) {
    return '';
  }
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(instant)) / 1000));
  const units = [[86400, 'd'], [3600, 'h'], [60, 'min']];
  const unit = units.find(([size]) => seconds >= size);
  return unit ? `${Math.floor(seconds / unit[0])} ${unit[1]}` : `${seconds} s`;
};

const dropped = (shed) => Object.entries(shed).map(([kind, number]) => `${number} ${kind}`).join(', ');

const amount = (value) => Number(value.toFixed(2)).toLocaleString('en');

export function showStatus(place, status, beats, failure) {
  const problem = failure ?? status?.why;
  const isWell = status !== null && READY.includes(status.state) && !status.shedding;
  render(
    html`
      <p role="status" class=${isWell ? 'state' : 'state bad'}>
        ${status === null ? 'No answer' : status.state}
        ${status?.leader ? html`<span class=${`beat ${beats % 2 ? 'odd' : 'even'}`} aria-hidden="true">&#9829;</span>` : nothing}
      </p>
      ${problem ? html`<p class=${isWell ? 'why' : 'why bad'}>${problem}</p>` : nothing}
      ${status === null ? nothing : facts(status)}
    `,
    place,
  );
}

function facts(status) {
  const rows = [
    ['This instance', `${status.instance} (${status.version})`],
    ['Role', status.leader ? 'leads' : 'stands by'],
    ['Who leads', status.led_by.instance ? `${status.led_by.instance}, epoch ${status.led_by.epoch}` : 'nobody known'],
    ...(status.leader ? factsOfLeader(status) : []),
  ];
  return html`<dl>${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Of these a stand-by knows nothing, or what the tables below say. */
function factsOfLeader(status) {
  return [
    ['Framework', status.framework_id ?? 'none'],
    ['Master', status.master ? `${status.master.url} (${status.master.version})` : 'none'],
    ['Subscribed', status.subscribed_since ? `for ${since(status.subscribed_since)}` : 'no'],
    ['Last heartbeat', status.last_heartbeat ? `${since(status.last_heartbeat)} ago` : 'none'],
    ['Offers, tasks', `${status.outstanding_offers}, ${status.live_tasks}`],
    ['Commands waiting', `${status.commands_unread} unread, ${status.commands_waiting} in hand, ${status.launches_waiting} for an offer`],
    ['Awaiting Kafka', `${status.in_flight_records} records${status.shedding ? `; dropped meanwhile: ${dropped(status.shed)}` : ''}`],
  ];
}

export function showAgents(place, { items: agents, total }) {
  if (agents.length === 0) {
    render(html`<p>No agent offers anything or runs a task.</p>`, place);
    return;
  }
  const most = {};
  agents.forEach((agent) =>
    ['cpus', 'mem'].forEach((name) => {
      most[name] = Math.max(most[name] ?? 0, (agent.offered[name] ?? 0) + (agent.used?.[name] ?? 0));
    }),
  );
  render(
    html`
      <p class="key"><span class="used">used by tasks</span> <span class="offered">offered to this framework</span></p>
      <ul class="agents">${agents.slice(0, SHOWN_ROWS).map((agent) => agentRow(agent, most))}</ul>
      ${left(total)}
    `,
    place,
  );
}

function agentRow(agent, most) {
  return html`
    <li>
      <strong>${agent.hostname ?? agent.agent_id}</strong> ${agent.tasks} tasks, ${agent.offers} offers
      ${['cpus', 'mem'].map((name) => bar(name, agent, most[name]))}
    </li>
  `;
}

function bar(name, agent, most) {
  const used = agent.used?.[name] ?? 0;
  const offered = agent.offered[name] ?? 0;
  const scale = most > 0 ? 100 / most : 0;
  const text = `${name}: ${amount(used)} used, ${amount(offered)} offered`;
  return html`
    <span class="bar">
      <svg role="img" aria-label=${text} viewBox="0 0 100 8" preserveAspectRatio="none">
        ${svg`<rect class="rest" width="100" height="8"></rect>
          <rect class="used" width=${used * scale} height="8"></rect>
          <rect class="offered" x=${used * scale} width=${offered * scale} height="8"></rect>`}
      </svg>
      <span aria-hidden="true">${text}</span>
    </span>
  `;
}

const left = (number) => (number > SHOWN_ROWS ? html`<p>The first ${SHOWN_ROWS} of ${number}.</p>` : nothing);

/** A row stays its task's while others come and go, for who is about to press its button. */
export function showTasks(place, tasks, history, look) {
  if (tasks.items.length === 0) {
    render(html`<p>No task is live.</p>`, place);
    return;
  }
  render(
    html`
      <div class="scroll" tabindex="0" role="region" aria-label="Table of tasks">
        <table>
          <thead><tr><th scope="col">Task</th><th scope="col">State</th><th scope="col">Agent</th><th scope="col">Since</th><th scope="col">History</th></tr></thead>
          <tbody>${repeat(tasks.items.slice(0, SHOWN_ROWS), (task) => task.task_id, (task) => taskRow(task, history, look))}</tbody>
        </table>
      </div>
      ${left(tasks.total)}
    `,
    place,
  );
}

function taskRow(task, history, look) {
  const isOpen = history?.task_id === task.task_id;
  return html`
    <tr data-task=${task.task_id}>
      <th scope="row">${task.task_id}</th>
      <td>${task.state}</td>
      <td>${task.hostname ?? task.agent_id ?? ''}</td>
      <td>${since(task.updated_at)}</td>
      <td><button type="button" aria-expanded=${isOpen} aria-label=${`History of ${task.task_id}`} @click=${() => look(task.task_id)}>${isOpen ? 'Hide' : 'Show'}</button></td>
    </tr>
    ${isOpen ? html`<tr><td colspan="5"><ol class="history">${history.updates.map(updateRow)}</ol></td></tr>` : nothing}
  `;
}

function updateRow(update) {
  const { state, message, reason } = update.status;
  return html`<li><time datetime=${update.published_at}>${update.published_at}</time> ${state} ${reason ?? ''} ${message ?? ''}</li>`;
}

export function showLaunches(place, { items: launches, total }) {
  if (launches.length === 0) {
    render(html`<p>No launch waits for an offer.</p>`, place);
    return;
  }
  render(html`<ul>${launches.slice(0, SHOWN_ROWS).map(launchRow)}</ul>${left(total)}`, place);
}

function launchRow(launch) {
  return html`
    <li>
      <strong>${launch.task_ids.join(', ')}</strong> waits for ${since(launch.since)}, until ${launch.deadline}
      <ul>${launch.lacks.map((lack) => html`<li>${lack.reason}: ${lack.agents} agents${lack.nearest ? `, ${lack.nearest}` : ''}</li>`)}</ul>
    </li>
  `;
}

export function showCommands(place, results) {
  if (results.length === 0) {
    render(html`<p>No result came since this page was opened.</p>`, place);
    return;
  }
  render(
    html`
      <div class="scroll" tabindex="0" role="region" aria-label="Table of commands">
        <table>
          <thead><tr><th scope="col">Command</th><th scope="col">Type</th><th scope="col">Outcome</th><th scope="col">Why</th></tr></thead>
          <tbody>${results.map(
            (result) => html`<tr><th scope="row">${result.command_id}</th><td>${result.type}</td><td>${result.outcome}</td><td>${result.error ? `${result.error.code}: ${result.error.message}` : ''}</td></tr>`,
          )}</tbody>
        </table>
      </div>
    `,
    place,
  );
}
