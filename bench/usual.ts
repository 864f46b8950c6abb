import { grypeReport } from './grype.ts'

/** A service of the made-up company; every other one was written in a hurry. */
interface Service {
  readonly name: string
  readonly port: number
  readonly sound: boolean
}

const SERVICES: readonly Service[] = ['orders', 'billing', 'search', 'gateway', 'mailer'].map((name, i) => ({
  name,
  port: 8080 + i,
  sound: i % 2 === 0,
}))

/** A repository such as a small team has: 30 manifests, 5 Dockerfiles and a scan; path → text. */
export function usualRepository(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const service of SERVICES) {
    for (const [kind, text] of Object.entries(manifestsOf(service)))
      files.set(`deploy/${service.name}/${kind}.yaml`, text)
    files.set(`services/${service.name}/Dockerfile`, dockerfileOf(service))
  }
  files.set('scans/billing.grype.json', grypeReport(40))
  return files
}

const head = (kind: string, apiVersion: string, { name }: Service): string => `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: fleet
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: fleet
`

function manifestsOf(service: Service): Readonly<Record<string, string>> {
  const { name, port } = service
  return {
    deployment: deploymentOf(service),
    service: `${head('Service', 'v1', service)}spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: ${port}
`,
    configmap: `${head('ConfigMap', 'v1', service)}data:
  LOG_LEVEL: info
  LISTEN: ":${port}"
  # Read once at start.
  settings.ini: |
    [${name}]
    retries = 3
    timeout = 20s
`,
    account: `${head('ServiceAccount', 'v1', service)}automountServiceAccountToken: false
`,
    autoscaler: `${head('HorizontalPodAutoscaler', service.sound ? 'autoscaling/v2' : 'autoscaling/v2beta2', service)}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${name}
  minReplicas: 2
  maxReplicas: 8
`,
    network: `${head('NetworkPolicy', 'networking.k8s.io/v1', service)}spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: {}
      ports:
        - port: ${port}
`,
  }
}

const SOUND_POD = `      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        seccompProfile:
          type: RuntimeDefault
`

const HASTY_POD = `      hostNetwork: true
      volumes:
        - name: socket
          hostPath:
            path: /var/run/docker.sock
`

const SOUND_CONTAINER = `          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
          readinessProbe:
            httpGet: { path: /ready, port: http }
          livenessProbe:
            httpGet: { path: /live, port: http }
            periodSeconds: 30
`

const HASTY_CONTAINER = `          env:
            - name: DB_PASSWORD
              value: swordfish-of-the-seven-seas
          securityContext:
            privileged: true
          volumeMounts:
            - name: socket
              mountPath: /var/run/docker.sock
        - name: tail
          image: busybox
          command: ["sh", "-c", "tail -F /var/log/$(NAME).log"]
`

function deploymentOf(service: Service): string {
  const { name, port, sound } = service
  return `${head('Deployment', 'apps/v1', service)}spec:
  replicas: ${sound ? 3 : 1}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
${sound ? SOUND_POD : HASTY_POD}      containers:
        - name: ${name}
          image: registry.fleet.example/${name}${sound ? `:2.${port % 10}.1@sha256:${'5a'.repeat(32)}` : ':latest'}
          ports:
            - name: http
              containerPort: ${port}
          envFrom:
            - configMapRef:
                name: ${name}
${sound ? SOUND_CONTAINER : HASTY_CONTAINER}`
}

const dockerfileOf = ({ name, port, sound }: Service): string =>
  sound
    ? `# syntax=docker/dockerfile:1
FROM golang:1.25.4-bookworm@sha256:${'7b'.repeat(32)} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -o /out/${name} ./cmd/${name}

FROM gcr.io/distroless/static-debian12:nonroot@sha256:${'8c'.repeat(32)}
COPY --from=build /out/${name} /${name}
USER 10001:10001
EXPOSE ${port}
ENTRYPOINT ["/${name}"]
`
    : `FROM python:latest
MAINTAINER ops@fleet.example
ENV API_TOKEN=tok-1234567890-abcdef
RUN apt-get update
RUN apt-get install -y curl git && \\
    curl -sSL https://get.fleet.example/setup.sh | bash
RUN cd /tmp && pip install flask gunicorn
ADD . /srv/${name}
WORKDIR srv/${name}
EXPOSE ${port}
CMD gunicorn -b :${port} ${name}:app
`
