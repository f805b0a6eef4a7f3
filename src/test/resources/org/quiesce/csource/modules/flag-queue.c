/* expected: holds */
/* A flag and a wait queue; the condition asks for the stop as well. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static struct task_struct *task;
static bool kicked;

static int server(void *unused)
{
	while (!kthread_should_stop()) {
		wait_event_idle(queue, kicked || kthread_should_stop());
		if (kicked) {
			kicked = false;
			serve_one();
		}
	}
	return 0;
}

static int kick_set(const char *value, const struct kernel_param *kp)
{
	kicked = true;
	wake_up(&queue);
	return 0;
}

static const struct kernel_param_ops kick_ops = {
	.set = kick_set,
};
module_param_cb(kick, &kick_ops, NULL, 0200);

static int __init server_init(void)
{
	task = kthread_run(server, NULL, "server");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit server_exit(void)
{
	kthread_stop(task);
}

module_init(server_init);
module_exit(server_exit);
MODULE_LICENSE("GPL");
