import { useState } from 'react';
import {
  CreateWebhookEndpointDocument,
  DeleteWebhookEndpointDocument,
  type EndpointRowFragment,
  RotateWebhookSecretDocument,
  SendTestWebhookDocument,
  UpdateWebhookEndpointDocument,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Sentence } from '../../ui/cells';
import { Confirm, type DialogEnds } from '../../ui/confirm';
import { Checkbox, TextField } from '../../ui/form';
import { Notice } from '../../ui/notice';
import { changeOf } from './endpoint-change';

export type EndpointAction =
  | 'create'
  | 'edit'
  | 'enable'
  | 'disable'
  | 'test'
  | 'rotate'
  | 'delete';

const overlapSeconds = 86_400;

interface EventType {
  readonly name: string;
  readonly description: string;
}

interface EndpointDialogsProps {
  readonly action: EndpointAction;
  /** Null for a new one. */
  readonly endpoint: EndpointRowFragment | null;
  /** The URLs of all endpoints. */
  readonly urls: readonly string[];
  readonly eventTypes: readonly EventType[];
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly onSecret: (secret: string) => void;
}

export function EndpointDialogs(props: EndpointDialogsProps) {
  const { action, endpoint, urls, eventTypes, onClose, onChanged, onSecret } = props;
  const take = (created: { readonly signingSecret: string }) => {
    onSecret(created.signingSecret);
    onChanged();
  };
  if (endpoint === null) {
    return <CreateEndpoint eventTypes={eventTypes} urls={urls} onClose={onClose} onDone={take} />;
  }
  const common = { endpoint, onClose, onDone: onChanged };
  if (action === 'edit') return <EditEndpoint {...common} eventTypes={eventTypes} />;
  return <ConfirmAction {...common} action={action} onSecret={take} />;
}

interface EndpointDialogProps extends DialogEnds {
  readonly endpoint: EndpointRowFragment;
}

interface ConfirmActionProps extends EndpointDialogProps {
  readonly action: EndpointAction;
  readonly onSecret: (created: { readonly signingSecret: string }) => void;
}

function ConfirmAction({ action, endpoint, onSecret, ...ends }: ConfirmActionProps) {
  const t = useTexts();
  const { id, url, enabled } = endpoint;
  switch (action) {
    case 'rotate':
      return (
        <Confirm
          operation={RotateWebhookSecretDocument}
          variables={() => ({ id, overlapSeconds })}
          title={t.webhooks.rotate}
          sentence={t.webhooks.rotateSentence(url)}
          onClose={ends.onClose}
          onDone={onSecret}
        />
      );
    case 'delete':
      return (
        <Confirm
          operation={DeleteWebhookEndpointDocument}
          variables={() => ({ id })}
          title={t.webhooks.delete}
          sentence={t.webhooks.deleteSentence(url)}
          done={t.webhooks.deleted}
          isDangerous
          {...ends}
        />
      );
    case 'test':
      return (
        <Confirm
          operation={SendTestWebhookDocument}
          variables={() => ({ endpointId: id })}
          title={t.webhooks.test}
          sentence={url}
          done={t.webhooks.testSent}
          {...ends}
        />
      );
    default:
      return (
        <Confirm
          operation={UpdateWebhookEndpointDocument}
          variables={() => ({ id, input: { enabled: !enabled } })}
          title={enabled ? t.webhooks.disable : t.webhooks.enable}
          sentence={url}
          done={t.webhooks.saved}
          {...ends}
        />
      );
  }
}

interface EventFieldsProps {
  readonly url: string;
  readonly events: readonly string[];
  readonly eventTypes: readonly EventType[];
  readonly onChange: (url: string, events: readonly string[]) => void;
}

function EventFields({ url, events, eventTypes, onChange }: EventFieldsProps) {
  const t = useTexts();
  const toggle = (name: string) =>
    onChange(url, events.includes(name) ? events.filter((one) => one !== name) : [...events, name]);
  return (
    <>
      <TextField
        name="url"
        label={t.webhooks.url}
        type="url"
        placeholder="https://"
        value={url}
        onChange={(text) => onChange(text, events)}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{t.webhooks.events}</legend>
        {eventTypes.map(({ name, description }) => (
          <Checkbox
            key={name}
            checked={events.includes(name)}
            onChange={() => toggle(name)}
            label={
              <>
                <code className="font-mono">{name}</code>
                <span className="block text-soft">
                  <Sentence>{description}</Sentence>
                </span>
              </>
            }
          />
        ))}
      </fieldset>
    </>
  );
}

/** URLs that differ in their writing only are one. */
function isTaken(url: string, urls: readonly string[]): boolean {
  const wanted = URL.parse(url)?.href;
  return wanted !== undefined && urls.some((taken) => URL.parse(taken)?.href === wanted);
}

interface CreateEndpointProps extends DialogEnds<{ readonly signingSecret: string }> {
  readonly urls: readonly string[];
  readonly eventTypes: readonly EventType[];
}

function CreateEndpoint({ eventTypes, urls, ...ends }: CreateEndpointProps) {
  const t = useTexts();
  const [input, setInput] = useState<{ url: string; events: readonly string[] }>({
    url: '',
    events: [],
  });
  return (
    <Confirm
      operation={CreateWebhookEndpointDocument}
      variables={() => ({ input })}
      title={t.webhooks.create}
      sentence={t.webhooks.createLead}
      submit={t.actions.create}
      isWide
      {...ends}
    >
      <EventFields
        {...input}
        eventTypes={eventTypes}
        onChange={(url, events) => setInput({ url, events })}
      />
      {isTaken(input.url, urls) && (
        <Notice tone="warn" title={t.webhooks.taken}>
          <p>{t.webhooks.takenHint}</p>
        </Notice>
      )}
    </Confirm>
  );
}

interface EditEndpointProps extends EndpointDialogProps {
  readonly eventTypes: readonly EventType[];
}

function EditEndpoint({ endpoint, eventTypes, ...ends }: EditEndpointProps) {
  const t = useTexts();
  const [input, setInput] = useState({ url: endpoint.url, events: endpoint.events });
  return (
    <Confirm
      operation={UpdateWebhookEndpointDocument}
      variables={() => ({ id: endpoint.id, input: changeOf(endpoint, input) })}
      title={t.webhooks.edit}
      sentence={t.webhooks.editLead}
      submit={t.actions.save}
      done={t.webhooks.saved}
      isWide
      {...ends}
    >
      <EventFields
        {...input}
        eventTypes={eventTypes}
        onChange={(url, events) => setInput({ url, events })}
      />
    </Confirm>
  );
}
