import { describe, expect, it } from 'vitest'
import { projectorConfig } from './config.ts'

describe('the configuration of the projector', () => {
  it('given nothing, then it listens on this machine only, keeps files in ./data and rebuilds in the process', () => {
    expect(projectorConfig({ QUEUE_URL: '', HTTP_HOST: '' })).toEqual({
      tracker: {
        eventsUrl: 'sqlite:./data/events.db',
        readModelsUrl: 'sqlite:./data/read-models.db',
        personsUrl: 'sqlite:./data/persons.db',
        reactionsUrl: 'sqlite:./data/reactions.db',
      },
      host: '127.0.0.1',
      port: 8081,
      logLevel: 'info',
      redis: undefined,
      queueName: 'rural-tracker',
      jobLockMs: 30_000,
    })
  })

  it('given addresses, then they are taken as they are', () => {
    const env = {
      EVENTS_URL: 'esdb://a,b,c?tls=true',
      READ_MODELS_URL: 'postgres://tracker@db/township',
      QUEUE_URL: 'redis://queue:6379',
      HTTP_PORT: '0',
      INSTANCE: 'projector-2',
      REBUILD_THREADS: '3',
      REBUILD_THREADS_FROM: '1000',
    }
    expect(projectorConfig(env)).toMatchObject({
      tracker: { eventsUrl: env.EVENTS_URL, readModelsUrl: env.READ_MODELS_URL, owner: 'projector-2', rebuildThreads: 3, rebuildThreadsFrom: 1_000 },
      port: 0,
      redis: env.QUEUE_URL,
    })
  })

  it('given what is wrong, then the variables are named and their values are not', () => {
    const wrong = { HTTP_PORT: '99999', QUEUE_URL: 'http://geheim@queue', LOG_LEVEL: 'loud', INSTANCE: 'a b' }
    const error = (() => {
      try {
        return projectorConfig(wrong)
      } catch (thrown) {
        return thrown as Error
      }
    })()
    expect(error).toMatchObject({ code: 'config.malformed', message: expect.stringMatching(/LOG_LEVEL.*HTTP_PORT.*QUEUE_URL.*INSTANCE/) })
    expect(JSON.stringify(error) + String(error)).not.toMatch(/99999|geheim|loud|a b/)
  })
})
