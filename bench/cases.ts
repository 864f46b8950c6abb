import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { grypeReport } from './grype.ts'
import type { Offer } from './peers.ts'
import { usualRepository } from './usual.ts'

/** Files to be checked by Seaworthy and by its peers. */
export interface Case {
  readonly title: string
  /** Where the tools are started. */
  readonly folder: string
  /** What Seaworthy is given on its command line. */
  readonly named: readonly string[]
  readonly offer: Offer
  /** Exit codes that are right for Seaworthy here: 2 where the files hold something that nobody can check. */
  readonly answers: readonly number[]
}

const FIXTURES = resolve(import.meta.dirname, '../__fixtures__/repos')
const REAL = resolve(import.meta.dirname, '../../shared/real')
const KUBE_PROMETHEUS = join(REAL, 'prometheus-operator+kube-prometheus')
const DOCKERFILES = join(REAL, 'dockerfiles')

/** 20 MB of JSON. */
const MATCHES = 6750

const ANSWERS = [0, 1]

/** Lays out the cases, the made-up ones in `folder`. `skipped`: why others are missing. */
export function makeCases(folder: string): { readonly cases: readonly Case[]; readonly skipped: readonly string[] } {
  const shop = { manifests: ['k8s/payment.yaml'], dockerfiles: [] }
  const cases: Case[] = [
    {
      title: 'one manifest',
      folder: join(FIXTURES, 'shop'),
      named: ['k8s/payment.yaml'],
      offer: shop,
      answers: ANSWERS,
    },
    ...usual(join(folder, 'usual')),
  ]
  const skipped: string[] = []
  if (existsSync(KUBE_PROMETHEUS)) cases.push(real('kube-prometheus', KUBE_PROMETHEUS, ANSWERS))
  else skipped.push(`no kube-prometheus: ${KUBE_PROMETHEUS} is not there`)
  // Two of the real Dockerfiles are UTF-32, which no tool reads.
  if (existsSync(DOCKERFILES)) cases.push(real('real Dockerfiles', DOCKERFILES, [2]))
  else skipped.push(`no real Dockerfiles: ${DOCKERFILES} is not there`)
  return { cases: [...cases, report(join(folder, 'report'))], skipped }
}

/** The repository, and the parts of it that other tools read. */
function usual(folder: string): readonly Case[] {
  for (const [file, text] of usualRepository()) write(join(folder, file), text)
  const part = (title: string, name: string): Case => {
    const within = join(folder, name)
    return { title, folder: within, named: [], offer: offerOf(within), answers: ANSWERS }
  }
  return [part('usual repository', '.'), part('… its 30 manifests', 'deploy'), part('… its 5 Dockerfiles', 'services')]
}

const real = (title: string, folder: string, answers: readonly number[]): Case => {
  const offer = offerOf(folder)
  const files = [...offer.manifests, ...offer.dockerfiles].length
  return { title: `${title} (${files} files)`, folder, named: [], offer, answers }
}

/** No peer gates reports. */
function report(folder: string): Case {
  write(join(folder, 'image.grype.json'), grypeReport(MATCHES))
  const offer = { manifests: [], dockerfiles: [] }
  return { title: 'Grype report of 20 MB', folder, named: ['image.grype.json'], offer, answers: ANSWERS }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** The files below a folder, by their names. */
function offerOf(folder: string): Offer {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
  return {
    manifests: names.filter(name => /\.ya?ml$/.test(name)),
    dockerfiles: names.filter(name => /dockerfile/i.test(name)),
  }
}
