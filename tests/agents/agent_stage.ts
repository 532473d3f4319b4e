import { join } from 'node:path';
import { makeScratchFolder } from '../support/git_repository.ts';
import type { Script } from '../support/model/conversation.ts';
import { type ModelServer, startModelServer } from '../support/model/model_server.ts';
import type { RealAgent } from './agents.ts';
import { type Ended, makePlace, type Part, type Place, type Play, playAgent } from './play_agent.ts';

/** A place for one agent and a model for it, for one test. */
export type AgentStage = {
  readonly place: Place;
  /** A path in its worktree. */
  readonly path: (name: string) => string;
  /** Gives the model another script and, with it, another address. */
  readonly model: (script: Script, asides?: Script) => Promise<ModelServer>;
  readonly play: (part: Omit<Part, 'agent' | 'place'>) => Promise<Play>;
  /** What came of each play, in their order. */
  readonly played: readonly Ended[];
  readonly clear: () => Promise<void>;
};

/** Sets one up. */
export async function setAgentStage(agent: RealAgent): Promise<AgentStage> {
  const scratch = await makeScratchFolder();
  const place = await makePlace(scratch.path);
  const servers: ModelServer[] = [];
  const plays: Play[] = [];
  const played: Ended[] = [];
  return {
    place,
    path: (name) => join(place.worktree, name),
    model: async (script, asides) => {
      const server = await startModelServer(script, asides);
      servers.push(server);
      return server;
    },
    play: async (part) => {
      const play = await playAgent({ agent, place, ...part });
      plays.push(play);
      void play.ended.then((ended) => played.push(ended));
      return play;
    },
    played,
    clear: async () => {
      // A test that failed may have left it at work.
      await Promise.all(plays.map((play) => play.kill()));
      await Promise.all(plays.map((play) => play.ended));
      await Promise.all(servers.map((server) => server.stop()));
      await scratch.remove();
    },
  };
}
