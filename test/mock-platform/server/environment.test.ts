import { describe, expect, it } from 'vitest';
import { configurationFrom } from '../../../mock-platform/src/server/environment.ts';

const good = {
  CHANOMA_PUBLIC_URL: 'https://tv.example',
  CHANOMA_CERTIFICATION_URL: 'https://certification.example/',
  CHANOMA_DATA: '/srv/chanoma',
};

describe('Configuration of a production platform', () => {
  it('has the strict profile and no demo', () => {
    expect(configurationFrom(good)).toEqual({
      port: 8080,
      dataDirectory: '/srv/chanoma',
      databaseUrl: undefined,
      profile: 'statute',
      demo: false,
      publicUrl: 'https://tv.example',
      certificationUrl: 'https://certification.example',
    });
  });

  it.each([
    [{ CHANOMA_PUBLIC_URL: 'http://tv.example' }, 'CHANOMA_PUBLIC_URL: plain HTTP'],
    [{ CHANOMA_PUBLIC_URL: 'http://localhost.evil.example' }, 'CHANOMA_PUBLIC_URL: plain HTTP'],
    [{ CHANOMA_PUBLIC_URL: 'tv' }, 'CHANOMA_PUBLIC_URL: "tv" is no URL'],
    [{ CHANOMA_PROFILE: 'trial' }, 'CHANOMA_ALLOW_TRIAL_PROFILE=yes'],
    [{ CHANOMA_PROFILE: 'none' }, 'CHANOMA_PROFILE: "none"'],
    [{ CHANOMA_PORT: '70000' }, 'CHANOMA_PORT: "70000"'],
    [{ CHANOMA_CERTIFICATION_URL: undefined }, 'CHANOMA_CERTIFICATION_URL: give'],
  ])('refuses %j and says what to do', (change, message) => {
    expect(() => configurationFrom({ ...good, ...change })).toThrow(message);
  });

  it('takes the trial profile when it is asked for twice, and plain HTTP on this machine', () => {
    const configuration = configurationFrom({
      ...good,
      CHANOMA_PROFILE: 'trial',
      CHANOMA_ALLOW_TRIAL_PROFILE: 'yes',
      CHANOMA_PUBLIC_URL: 'http://localhost:9000',
    });
    expect(configuration).toMatchObject({ profile: 'trial', publicUrl: 'http://localhost:9000' });
  });
});
