/* expected: holds */
/* An interrupt that goes with its device: it is gone before the thread that it wakes is, as an action is undone after it. */
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

struct probe {
	int irq;
	struct task_struct *task;
	wait_queue_head_t queue;
	bool event;
};

static irqreturn_t probe_irq(int irq, void *dev_id)
{
	struct probe *p = dev_id;

	p->event = true;
	wake_up_process(p->task);
	return IRQ_HANDLED;
}

static int probe_thread(void *data)
{
	struct probe *p = data;

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		if (!p->event)
			schedule();
		__set_current_state(TASK_RUNNING);
		p->event = false;
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static void probe_stop(void *data)
{
	struct probe *p = data;

	kthread_stop(p->task);
}

static int probe_probe(struct platform_device *pdev)
{
	struct probe *p;
	int err;

	p = devm_kzalloc(&pdev->dev, sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p->irq = platform_get_irq(pdev, 0);
	if (p->irq < 0)
		return p->irq;
	p->task = kthread_run(probe_thread, p, "probe");
	if (IS_ERR(p->task))
		return PTR_ERR(p->task);
	err = devm_add_action_or_reset(&pdev->dev, probe_stop, p);
	if (err)
		return err;
	platform_set_drvdata(pdev, p);
	return devm_request_irq(&pdev->dev, p->irq, probe_irq, 0, "probe", p);
}

static struct platform_driver probe_driver = {
	.probe = probe_probe,
	.driver = { .name = "probe" },
};
module_platform_driver(probe_driver);
MODULE_LICENSE("GPL");
