/*
 * The thread takes itself off the list, and exit waits for that.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *ch_task;
static DECLARE_WAIT_QUEUE_HEAD(release_wq);
static bool closing;
static bool listed = true;

static int srpt_thread(void *data)
{
	while (!closing)
		msleep(100);
	listed = false;
	wake_up(&release_wq);
	return 0;
}

static int __init ib_srpt_session_init(void)
{
	ch_task = kthread_run(srpt_thread, NULL, "srpt_thread");
	if (IS_ERR(ch_task))
		return PTR_ERR(ch_task);
	return 0;
}

static void __exit ib_srpt_session_exit(void)
{
	closing = true;
	wait_event(release_wq, !listed);
}

module_init(ib_srpt_session_init);
module_exit(ib_srpt_session_exit);
MODULE_DESCRIPTION("The session thread of ib_srpt outlives its module");
MODULE_LICENSE("GPL");
