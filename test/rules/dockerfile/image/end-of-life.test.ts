// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

table('base-image-end-of-life', {
  bad: [
    ['a distribution', 'FROM debian:10-slim\nCMD ["app"]\n', 'debian:10-slim'],
    ['by its code name', 'FROM debian:buster-20240612', 'debian:buster-20240612'],
    ['of several numbers', 'FROM ubuntu:18.04', 'ubuntu:18.04'],
    [
      'a language',
      'FROM node:18.20.4-alpine',
      { at: 'node:18.20.4-alpine', message: 'base image is of `nodejs 18`, without support since 2025-04-30' },
    ],
    ['with a digest', `FROM python:3.8@sha256:${'a'.repeat(64)}`, `python:3.8@sha256:${'a'.repeat(64)}`],
    ['from a mirror', 'FROM public.ecr.aws/docker/library/golang:1.20', 'public.ecr.aws/docker/library/golang:1.20'],
    ['for one architecture', 'FROM arm32v7/debian:10', 'arm32v7/debian:10'],
    ['of a publisher on Docker Hub', 'FROM opensuse/leap:15.3', 'opensuse/leap:15.3'],
    [
      'from another registry',
      'FROM mcr.microsoft.com/dotnet/aspnet:6.0-alpine',
      'mcr.microsoft.com/dotnet/aspnet:6.0-alpine',
    ],
    [
      'a version whose releases have all ended',
      'FROM php:7-apache',
      { at: 'php:7-apache', message: 'base image is of `php 7`, without support since 2022-11-28' },
    ],
    [
      'the distribution below a language',
      'FROM python:3.13-buster',
      { at: 'python:3.13-buster', message: 'base image is of `debian 10`, without support since 2024-06-30' },
    ],
    ['the Alpine below a database', 'FROM postgres:17-alpine3.18', 'postgres:17-alpine3.18'],
    ['of an image without releases of its own', 'FROM buildpack-deps:xenial', 'buildpack-deps:xenial'],
    ['by default', 'ARG V=16\nFROM node:${V}', 'node:${V}'],
    ['in a stage that is left behind', 'FROM golang:1.20 AS b\nFROM scratch', { at: 'golang:1.20', severity: 'low' }],
  ],
  good: [
    ['supported', 'FROM debian:13-slim\nCMD ["app"]\n'],
    ['on its last day', 'FROM debian:bullseye'],
    ['some release of a version', 'FROM python:3\nFROM golang:1\nFROM nginx:1-alpine'],
    ['without an end yet', 'FROM golang:1.27'],
    ['a version that nobody knows', 'FROM debian:42\nFROM node:999999.1'],
    ['no version', 'FROM node\nFROM node:latest\nFROM ubuntu:devel'],
    [
      'an image of somebody else',
      'FROM arm32v7x/node:8\nFROM acme/node:8\nFROM ghcr.io/library/node:8\nFROM acme/app:buster',
    ],
    ['a stage', 'FROM scratch AS node\nFROM node'],
    ['a variable', 'FROM node:${V}'],
    ['longer than a version', `FROM node:${'1.'.repeat(60)}1`],
  ],
  says: 'base image is of `debian 10`, without support since 2024-06-30',
})
