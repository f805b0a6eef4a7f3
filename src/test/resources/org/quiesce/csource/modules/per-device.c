/* expected: holds */
/* A thread per device, started in probe and stopped in remove. */
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/kthread.h>
#include <linux/slab.h>

struct poller {
	struct device *dev;
	struct task_struct *task;
	wait_queue_head_t wq;
	bool pending;
	unsigned long events;
};

static int poller_thread(void *data)
{
	struct poller *p = data;

	while (!kthread_should_stop()) {
		wait_event_interruptible(p->wq, p->pending || kthread_should_stop());
		if (p->pending) {
			p->pending = false;
			p->events++;
		}
	}
	return 0;
}

static int poller_probe(struct platform_device *pdev)
{
	struct poller *p;
	struct task_struct *t;

	p = kzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p->dev = &pdev->dev;
	init_waitqueue_head(&p->wq);
	t = kthread_run(poller_thread, p, "poller/%s", dev_name(p->dev));
	if (IS_ERR(t)) {
		kfree(p);
		return PTR_ERR(t);
	}
	p->task = t;
	platform_set_drvdata(pdev, p);
	return 0;
}

static void poller_remove(struct platform_device *pdev)
{
	struct poller *p = platform_get_drvdata(pdev);

	kthread_stop(p->task);
	kfree(p);
}

static struct platform_driver poller_driver = {
	.probe = poller_probe,
	.remove = poller_remove,
	.driver = { .name = "poller" },
};
module_platform_driver(poller_driver);
MODULE_LICENSE("GPL");
