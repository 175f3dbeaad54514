"""A weekly run on Airflow 2, by submit/yarn.sh; copy it with netadapt_exit.py into the folder of DAGs.

The worker needs a checkout with the jar, a Spark distribution, and 1 GB beside the driver's memory. In client mode,
which is the default, the exit codes are the program's own. In cluster mode they are on Kubernetes; a standalone cluster
tells only 0 and 3, and YARN only success or failure (0 and 1, which else stands for a wrong command line): nothing is
then resumed by itself but what failed, once.
"""

import os

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.hooks.subprocess import SubprocessHook
from airflow.models import DAG, BaseOperator

from netadapt_exit import Next, run_and_retry

CHECKOUT = os.environ.get("NETADAPT_HOME", "/opt/netadapt")


class NetadaptOperator(BaseOperator):
    """Calls a script of submit/ and does with its exit code what it is for."""

    template_fields = ("command", "env")

    def __init__(self, *, command: list[str], env: dict[str, str], **kwargs):
        super().__init__(**kwargs)
        self.command = command
        self.env = env
        self.hook = SubprocessHook()

    def execute(self, context):
        code, after = run_and_retry(self._run)
        if after is Next.GIVE_UP:
            raise AirflowFailException(f"netadapt ended with exit code {code}: {after.value}")
        if after is Next.RESUME:
            raise AirflowException(f"netadapt ended with exit code {code}: {after.value}")

    def _run(self) -> int:
        # Keys of stores and the like are in the worker's environment, not in the command.
        return self.hook.run_command(self.command, env={**os.environ, **self.env}, cwd=CHECKOUT).exit_code

    def on_kill(self):
        # A training then saves how far it is, for 20 seconds at most: let killed_task_cleanup_time be more.
        self.hook.send_sigterm()


with DAG(
    dag_id="netadapt",
    schedule="0 3 * * 1",
    start_date=pendulum.datetime(2026, 1, 5, tz="UTC"),
    catchup=False,
    max_active_runs=1,
) as dag:
    NetadaptOperator(
        task_id="run",
        # The directory is that of the week, and the same in every try: so a try resumes the one before.
        command=[
            "submit/yarn.sh",
            "run",
            "--config",
            "conf/quickstart.conf",
            "-Drun.directory=hdfs:///netadapt/runs/{{ ds }}",
        ],
        env={"NETADAPT_EXECUTORS": "2"},
        retries=5,
        retry_delay=pendulum.duration(minutes=5),
    )
