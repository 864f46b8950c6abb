/** A program with a page or an API for those who run a system. */
export interface Console {
  readonly name: string
  /** Ends of the repositories of its image, at any registry and in any mirror. */
  readonly images: readonly string[]
  /** Ports of its page where it has others too; without them, each of its ports leads there. */
  readonly ports?: readonly number[]
  /** Whether it asks for a log-in as it is installed. */
  readonly login: boolean
  /** A word of its command, or a variable as `NAME=value`, that turns this around. */
  readonly unless?: RegExp
  /** It is only there with such a word. */
  readonly only?: RegExp
}

/** Ports, log-ins and settings by the documentation of each project. */
export const CONSOLES: readonly Console[] = [
  // prometheus.io/docs/operating/security, and /configuration/https
  { name: 'Prometheus', images: ['prometheus'], ports: [9090], login: false, unless: /^--web\.config\.file/ },
  { name: 'Alertmanager', images: ['alertmanager'], ports: [9093], login: false, unless: /^--web\.config\.file/ },
  // weave.works/docs/scope
  { name: 'Weave Scope', images: ['weaveworks/scope'], ports: [4040], login: false, unless: /app\.basicAuth/ },
  // docs.kafka-ui.provectus.io, configuration/authentication
  {
    name: 'Kafka UI',
    images: ['provectuslabs/kafka-ui', 'kafbat/kafka-ui'],
    login: false,
    unless: /^AUTH_TYPE=(?!DISABLED$)/,
  },
  // akhq.io/docs, security
  { name: 'AKHQ', images: ['tchiotludo/akhq'], ports: [8080], login: false, unless: /security/ },
  { name: 'Kafdrop', images: ['obsidiandynamics/kafdrop'], login: false },
  // mongo-express/mongo-express-docker, README
  { name: 'mongo-express', images: ['mongo-express'], login: false, unless: /^ME_CONFIG_BASICAUTH/ },
  // joeferner/redis-commander, README
  {
    name: 'Redis Commander',
    images: ['rediscommander/redis-commander', 'joeferner/redis-commander'],
    login: false,
    unless: /^HTTP_(?:USER|PASSWORD)=/,
  },
  { name: 'Redis Insight', images: ['redislabs/redisinsight', 'redis/redisinsight'], login: false },
  // jaegertracing.io/docs, deployment and its ports
  {
    name: 'Jaeger',
    images: ['jaegertracing/all-in-one', 'jaegertracing/jaeger', 'jaegertracing/jaeger-query'],
    ports: [16686],
    login: false,
  },
  // zipkin.io/pages/quickstart
  { name: 'Zipkin', images: ['openzipkin/zipkin', 'openzipkin/zipkin-slim'], ports: [9411], login: false },
  // longhorn.io/docs, deploy/accessing-the-ui
  { name: 'Longhorn UI', images: ['longhornio/longhorn-ui'], login: false },
  // docs.cilium.io, observability/hubble/hubble-ui
  { name: 'Hubble UI', images: ['cilium/hubble-ui'], login: false },
  // doc.traefik.io, reference of the API
  { name: 'Traefik dashboard', images: ['traefik'], ports: [8080], login: false, only: /^--api\.insecure(?:=true)?$/ },
  // developer.hashicorp.com/consul/docs/reference, acl
  { name: 'Consul', images: ['consul'], ports: [8500], login: false, unless: /acl/i },
  // spark.apache.org/docs/latest/security.html and monitoring.html
  { name: 'Spark', images: ['spark'], ports: [4040, 8080, 8081, 18080], login: false, unless: /spark\.ui\.filters/ },
  // nightlies.apache.org/flink, deployment/security
  { name: 'Flink', images: ['flink'], ports: [8081], login: false },
  // docs.ray.io, ray-security
  { name: 'Ray dashboard', images: ['rayproject/ray', 'rayproject/ray-ml'], ports: [8265], login: false },
  // mlflow.org/docs, auth
  { name: 'MLflow', images: ['mlflow'], ports: [5000], login: false, unless: /basic-auth/ },
  // tektoncd/dashboard, docs/install.md
  {
    name: 'Tekton Dashboard',
    images: ['github.com/tektoncd/dashboard/cmd/dashboard', 'tektoncd/dashboard'],
    ports: [9097],
    login: false,
  },
  // polaris.docs.fairwinds.com/dashboard, goldilocks.docs.fairwinds.com
  { name: 'Polaris', images: ['fairwinds/polaris'], ports: [8080], login: false },
  { name: 'Goldilocks', images: ['fairwinds/goldilocks'], ports: [8080], login: false },
  { name: 'Octant', images: ['vmware/octant', 'antrea/octant-antrea-ubuntu'], login: false },
  // awslabs.github.io/kubeflow-manifests: Istio authenticates in front of it
  { name: 'Kubeflow dashboard', images: ['centraldashboard', 'central-dashboard'], ports: [8082], login: false },
  // dozzle.dev/guide/authentication
  { name: 'Dozzle', images: ['amir20/dozzle'], login: false, unless: /auth-provider|^DOZZLE_AUTH_PROVIDER=/ },
  { name: 'Netdata', images: ['netdata/netdata'], ports: [19999], login: false },
  // selenium.dev/documentation/grid
  {
    name: 'Selenium Grid',
    images: ['selenium/hub', 'selenium/standalone-chrome', 'selenium/standalone-firefox'],
    ports: [4444],
    login: false,
    unless: /^SE_ROUTER_USERNAME=/,
  },
  // kubernetes/dashboard, docs/common/arguments.md
  {
    name: 'Kubernetes Dashboard',
    images: ['kubernetesui/dashboard', 'kubernetes-dashboard-amd64'],
    ports: [8443, 9090],
    login: true,
    unless: /^--enable-skip-login(?:=true)?$/,
  },
  // argo-workflows.readthedocs.io, argo-server-auth-mode
  {
    name: 'Argo Workflows',
    images: ['argoproj/argocli'],
    ports: [2746],
    login: true,
    unless: /^(?:--auth-mode=)?server$/,
  },
  // argo-cd.readthedocs.io, server-commands/argocd-server
  {
    name: 'Argo CD',
    images: ['argoproj/argocd'],
    ports: [8080],
    login: true,
    unless: /^--disable-auth(?:=true)?$|^ARGOCD_SERVER_DISABLE_AUTH=true$/,
  },
  // grafana.com/docs, configure-authentication/anonymous-auth
  {
    name: 'Grafana',
    images: ['grafana', 'grafana-oss', 'grafana-enterprise'],
    ports: [3000],
    login: true,
    unless: /^GF_AUTH_ANONYMOUS_ENABLED=true$/i,
  },
  // pgadmin.org/docs, container_deployment
  { name: 'pgAdmin', images: ['dpage/pgadmin4'], login: true, unless: /^PGADMIN_CONFIG_SERVER_MODE=False$/ },
  { name: 'phpMyAdmin', images: ['phpmyadmin'], login: true, unless: /^PMA_PASSWORD=/ },
  { name: 'Adminer', images: ['adminer'], login: true },
  { name: 'Kibana', images: ['kibana'], ports: [5601], login: true },
  // docs.opensearch.org, disable-security
  {
    name: 'OpenSearch Dashboards',
    images: ['opensearch-dashboards'],
    ports: [5601],
    login: true,
    unless: /^DISABLE_SECURITY_DASHBOARDS_PLUGIN=true$/,
  },
  // jupyter-server.readthedocs.io, operators/security
  {
    name: 'Jupyter',
    images: [
      'jupyter/base-notebook',
      'jupyter/datascience-notebook',
      'jupyter/minimal-notebook',
      'jupyter/scipy-notebook',
    ],
    ports: [8888],
    login: true,
    unless: /\.token=(?:''|"")?$/,
  },
  { name: 'JupyterHub', images: ['jupyterhub/jupyterhub', 'jupyterhub/k8s-hub'], ports: [8000, 8081], login: true },
  // rabbitmq.com/docs/management, access-control
  { name: 'RabbitMQ management', images: ['rabbitmq'], ports: [15672], login: true },
  {
    name: 'Portainer',
    images: ['portainer', 'portainer-ce', 'portainer-ee'],
    ports: [9000, 9443],
    login: true,
  },
  { name: 'Rancher', images: ['rancher/rancher'], ports: [80, 443], login: true },
  { name: 'Jenkins', images: ['jenkins/jenkins', 'library/jenkins'], ports: [8080], login: true },
  { name: 'Airflow', images: ['apache/airflow'], ports: [8080], login: true },
  { name: 'NiFi', images: ['apache/nifi'], ports: [8080, 8443], login: true },
  { name: 'Nexus Repository', images: ['sonatype/nexus3'], ports: [8081], login: true },
  { name: 'Vault', images: ['vault'], ports: [8200], login: true },
  // min.io/docs, --console-address
  { name: 'MinIO console', images: ['minio/minio'], ports: [9001], login: true },
  { name: 'Ceph dashboard', images: ['rook/ceph', 'ceph/ceph'], ports: [7000, 8443], login: true },
  // kiali.io/docs, configuration/authentication
  { name: 'Kiali', images: ['kiali/kiali'], ports: [20001], login: true },
  { name: 'Headlamp', images: ['headlamp-k8s/headlamp'], ports: [4466], login: true },
]
