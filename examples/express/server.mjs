import { randomUUID } from 'node:crypto';
import express from 'express';

// An Express application with in-memory sessions that counts visits per session.

const app = express();
const sessions = new Map();

app.post('/session', (_, response) => {
  const id = randomUUID();
  sessions.set(id, 0);
  response.json({ id });
});

app.post('/session/:id/visit', (request, response) => {
  const { id } = request.params;
  const visits = sessions.get(id);
  if (visits === undefined) {
    response.status(404).json({ error: 'no such session' });
    return;
  }
  sessions.set(id, visits + 1);
  response.json({ visits: visits + 1 });
});

app.listen(8080);
